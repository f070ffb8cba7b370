/**
 * Asks the server for the files of a manifest, once. Its URLs are made absolute.
 *
 * @param {{tenant: string, workspace: string, token: string, manifest: string}} place empty: the default
 */
export async function openManifest(place) {
  const headers = { "Content-Type": "application/json" };
  if (place.tenant) {
    headers["X-Arco-Tenant"] = place.tenant;
  }
  if (place.workspace) {
    headers["X-Arco-Workspace"] = place.workspace;
  }
  if (place.token) {
    headers.Authorization = "Bearer " + place.token;
  }
  const body = place.manifest ? { manifest: Number(place.manifest) } : { freshness: "latest" };
  const asked = new URL("/api/v1/browser/urls", location.href);
  const answer = await fetch(asked, { method: "POST", headers, body: JSON.stringify(body) });
  const json = await answer.json();
  if (!answer.ok) {
    throw new Error(json.code + ": " + json.detail + " " + JSON.stringify(json.details ?? {}));
  }
  for (const table of json.tables) {
    for (const file of table.files) {
      file.url = new URL(file.url, asked).href;
    }
  }
  return json;
}
