// Node-RED for the handoff: on this machine only, no editor, nothing sent home. Secrets are in the environment.
module.exports = {
    uiHost: "127.0.0.1",
    uiPort: Number(process.env.PORT || 1880),
    // to work on the flow in the editor, say "/" here and give it a password (adminAuth)
    httpAdminRoot: false,
    flowFile: "flows.json",
    credentialSecret: false,
    telemetry: { enabled: false, updateNotification: false },
    diagnostics: { enabled: false, ui: false },
    externalModules: {
        autoInstall: false,
        palette: { allowInstall: false, allowUpdate: false },
        modules: { allowInstall: false },
    },
    functionExternalModules: true,
    logging: { console: { level: "info", metrics: false, audit: false } },
};
