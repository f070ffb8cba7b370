import { Engine, MAX_ROWS } from "./engine.js";
import { openManifest } from "./manifest.js";
import { isNumber, text } from "./values.js";

const find = (id) => document.getElementById(id);
const openForm = find("open");
const askForm = find("ask");
const sql = find("sql");
let engine = null;
let manifest = null;

/** What the page does now: loading, opening, ready, running, failed. */
function state(name) {
  document.body.dataset.state = name;
  askForm.querySelector("button").disabled = name !== "ready";
  openForm.querySelector("button").disabled = name !== "ready" && name !== "failed";
}

function say(id, words) {
  const element = find(id);
  element.textContent = words;
  element.hidden = words === "";
}

function element(name, words, className) {
  const made = document.createElement(name);
  made.textContent = words;
  if (className) {
    made.className = className;
  }
  return made;
}

async function open() {
  state("opening");
  say("warning", "");
  say("error", "");
  say("status", "Opening…");
  try {
    const place = Object.fromEntries(new FormData(openForm));
    const found = await openManifest(place);
    engine ??= await Engine.start();
    await engine.open(found);
    manifest = found;
    list();
    say(
      "status",
      `Manifest ${found.manifest}, sequence ${found.sequence}, ${found.tables.length} tables;` +
        ` its URLs end at ${new Date(found.expiresAt).toLocaleTimeString()}.`,
    );
    await compare(found);
    state("ready");
  } catch (failure) {
    say("status", "Nothing is open.");
    say("error", failure.message);
    state("failed");
  }
}

function list() {
  const items = manifest.tables.map((table) => {
    const button = element("button", `${table.domain}.${table.table}`);
    button.type = "button";
    const rows = element("span", table.rows.toLocaleString("en"), "rows");
    rows.id = `rows-${table.domain}-${table.table}`;
    button.append(rows);
    const item = document.createElement("li");
    const columns = element("p", table.columns.map((it) => `${it.name} ${it.type}`).join("\n"), "columns");
    columns.hidden = true;
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => {
      columns.hidden = !columns.hidden;
      button.setAttribute("aria-expanded", String(!columns.hidden));
      sql.value = `select * from ${table.name} limit 100`;
    });
    item.append(button, columns);
    return item;
  });
  find("tables").replaceChildren(...items);
}

/** An engine that lacks the codec of a file shows no rows and says nothing: so each table is counted. */
async function compare(found) {
  const wrong = [];
  for (const table of found.tables) {
    const counted = await engine.count(table);
    const isRight = counted === table.rows;
    find(`rows-${table.domain}-${table.table}`).append(isRight ? " ✓" : ` ✗ ${counted} here`);
    if (!isRight) {
      wrong.push(`${table.name}: ${table.rows} rows in the manifest, ${counted} here`);
    }
  }
  document.body.dataset.compared = String(found.tables.length - wrong.length);
  say("warning", wrong.length === 0 ? "" : "Don't trust these tables here.\n" + wrong.join("\n"));
}

async function run() {
  if (document.body.dataset.state !== "ready") {
    return;
  }
  state("running");
  say("error", "");
  say("summary", "Running…");
  find("result").replaceChildren();
  const begun = performance.now();
  try {
    const result = await engine.run(sql.value);
    const millis = Math.round(performance.now() - begun);
    show(result);
    say(
      "summary",
      result.isCut
        ? `The first ${MAX_ROWS} rows; there are more. ${millis} ms`
        : `${result.rows} rows, ${millis} ms`,
    );
  } catch (failure) {
    const isOver = Date.now() > Date.parse(manifest.expiresAt);
    say("summary", "");
    say("error", isOver ? "The time of the URLs is over: open again." : failure.message);
  }
  state("ready");
}

function show(result) {
  const fields = result.schema.fields;
  const head = document.createElement("tr");
  for (const field of fields) {
    const cell = element("th", field.name);
    cell.scope = "col";
    cell.append(element("small", field.type.toString()));
    head.append(cell);
  }
  const table = document.createElement("table");
  const body = document.createElement("tbody");
  let left = result.rows;
  for (const batch of result.batches) {
    const columns = fields.map((field, i) => batch.getChildAt(i));
    for (let row = 0; row < batch.numRows && left > 0; row++, left--) {
      const line = document.createElement("tr");
      fields.forEach((field, i) => {
        const value = text(columns[i].get(row), field.type);
        const kind = value === null ? "null" : isNumber(field.type) ? "number" : "";
        line.append(element("td", value ?? "null", kind));
      });
      body.append(line);
    }
  }
  const top = document.createElement("thead");
  top.append(head);
  table.append(top, body);
  find("result").replaceChildren(table);
}

openForm.addEventListener("submit", (event) => {
  event.preventDefault();
  open();
});
askForm.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
sql.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    run();
  }
});

try {
  engine = await Engine.start();
  await open();
} catch (failure) {
  say("status", "DuckDB can't be started in this browser.");
  say("error", failure.message);
  state("failed");
}
