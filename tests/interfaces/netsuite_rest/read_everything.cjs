// Reads a table page by page, and a job as a record, with the client that others use.
const [modules, url, secrets] = process.argv.slice(2);
const NetsuiteRest = require(`${modules}/netsuite-rest`);
const known = JSON.parse(secrets);
const client = new NetsuiteRest({
  realm: known.account,
  base_url: url,
  consumer_key: known.consumer_key,
  consumer_secret_key: known.consumer_secret,
  token: known.token_id,
  token_secret: known.token_secret,
});

async function page(offset) {
  const q = "SELECT id, hours, TO_CHAR(createddate, 'YYYY-MM-DD HH24:MI:SS') AS created FROM timebill ORDER BY id";
  const path = `query/v1/suiteql?limit=1000&offset=${offset}`;
  return (await client.request({ path, method: "POST", body: JSON.stringify({ q }) })).data;
}

(async () => {
  const rows = [];
  for (let offset = 0, more = true; more; offset += 1000) {
    const answer = await page(offset);
    rows.push(...answer.items.map(({ id, hours, created }) => [id, hours, created]));
    more = answer.hasMore;
  }
  const job = (await client.request({ path: "record/v1/job/1" })).data;
  const refused = await client
    .request({ path: "query/v1/suiteql?limit=7&offset=3", method: "POST", body: JSON.stringify({ q: "SELECT id FROM job" }) })
    .catch((error) => error.response.statusCode);
  console.log(JSON.stringify({ rows, job, refused }));
})();
