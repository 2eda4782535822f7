"""Reports: one template a report, rendered to HTML, PDF and XLSX, and sent when it is due."""
