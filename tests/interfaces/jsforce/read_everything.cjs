// Reads one organisation with jsforce and writes what it got as JSON: node read_everything.cjs NODE_MODULES URL SECRETS_AS_JSON
const jsforce = require(`${process.argv[2]}/jsforce`);

async function main() {
  const [url, secrets] = [process.argv[3], JSON.parse(process.argv[4])];
  const connection = new jsforce.Connection({
    oauth2: { loginUrl: url, clientId: secrets.client_id, clientSecret: secrets.client_secret },
    version: "62.0",
  });
  const user = await connection.login(secrets.username, secrets.password);
  const answer = await connection.query("SELECT Id, Name, CreatedDate FROM Account ORDER BY Id", {
    autoFetch: true,
    maxFetch: 100000,
  });
  const everything = answer.records;
  const one = await connection.sobject("Account").retrieve(everything[0].Id);
  const found = await connection
    .sobject("Account")
    .find({ Name: { $like: "Client 1%" }, IsDeleted: false }, "Id, Name")
    .limit(5);
  connection.bulk2.pollInterval = 20;
  const bulk = await connection.bulk2.query("SELECT Id, Name, CreatedDate FROM Account");
  const rows = await bulk.toArray();
  const made = await connection.sobject("Account").create({ Name: "From jsforce" });
  const described = await connection.sobject("Account").describe();
  const limits = await connection.limits();
  let refusal = null;
  try {
    await connection.query("SELECT Nothing FROM Account");
  } catch (error) {
    refusal = { code: error.errorCode, message: error.message };
  }
  console.log(
    JSON.stringify({
      user: user.id,
      query: everything.map(({ Id, Name, CreatedDate }) => [Id, Name, CreatedDate]),
      bulk: rows.map(({ Id, Name, CreatedDate }) => [Id, Name, CreatedDate]),
      one: one.Name,
      found: found.length,
      made: made.success,
      fields: described.fields.map((field) => field.name),
      usage: connection.limitInfo.apiUsage,
      limits: limits.DailyApiRequests,
      refusal,
    }),
  );
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
