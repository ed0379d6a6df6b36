"use strict";
const facts = JSON.parse(document.getElementById("facts").textContent);
const place = new URLSearchParams(location.search);
const headers = { "Content-Type": "application/octet-stream" };
if (place.has("token"))
  headers.Authorization = `Bearer ${place.get("token")}`;
const find = (id) => document.getElementById(id);
const canvas = find("canvas");
const hidden = new Set(); // ids of classes that are switched off
const RAMP = [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98],
  [253, 231, 37]];
let source = null; // {name, blob}
let answer = null;
let asking = false;
let askAgain = false;

function percent(share) {
  return share < 0.001 ? "< 0.1 %" : `${(100 * share).toFixed(1)} %`;
}

function duration(milliseconds) {
  if (milliseconds >= 10000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

function nameOf(id) {
  return facts.names[id] ?? `class ${id}`;
}

function showError(sentence) {
  find("error").textContent = sentence;
  find("error").hidden = !sentence;
}

/* What comes back of the server, or one sentence why nothing does. */
async function request(address, options) {
  let response;
  try {
    response = await fetch(address, { headers, ...options });
  } catch {
    throw new Error("No answer comes. Has `deeplab app` ended?");
  }
  if (!response.ok) {
    const told = await response.json().catch(() => ({}));
    throw new Error(told.error ?? `The server answers ${response.status}.`);
  }
  return response;
}

async function pixels(base64) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes]),
    { colorSpaceConversion: "none", premultiplyAlpha: "none" });
  const sheet = document.createElement("canvas");
  sheet.width = bitmap.width;
  sheet.height = bitmap.height;
  const pen = sheet.getContext("2d", { willReadFrequently: true });
  pen.drawImage(bitmap, 0, 0);
  return pen.getImageData(0, 0, bitmap.width, bitmap.height).data;
}

function settings() {
  const words = new URLSearchParams();
  for (const [name, value] of new FormData(find("settings")))
    if (value) words.set(name, value);
  return words;
}

/* One request at a time; what changes meanwhile is asked after it. */
async function ask() {
  if (!source) return;
  if (asking) {
    askAgain = true;
    return;
  }
  asking = true;
  find("stage").classList.add("busy");
  find("status").textContent = "Asking the network \u2026";
  const { name, blob } = source;
  try {
    if (blob.size > facts.most_bytes)
      throw new Error(`The file has ${(blob.size / 2 ** 20).toFixed(1)} MiB; ` +
        `up to ${facts.most_bytes / 2 ** 20} MiB are taken.`);
    const response = await request(`segment?${settings()}`,
      { method: "POST", body: blob });
    const told = await response.json();
    const [image, map, sure] = await Promise.all(
      [told.image, told.class_map, told.confidence].map(
        (part) => part && pixels(part)));
    answer = { ...told, name, image, map, sure };
    showError("");
    showAnswer();
  } catch (error) {
    showError(name ? `${name}: ${error.message}` : error.message);
    find("status").textContent = answer ? statusText() : "\u00a0";
  }
  asking = false;
  find("stage").classList.remove("busy");
  if (askAgain) {
    askAgain = false;
    ask();
  }
}

function statusText() {
  const a = answer;
  const size = a.width === a.stored_width && a.height === a.stored_height
    ? `${a.width} x ${a.height} pixels`
    : `${a.width} x ${a.height} pixels, shrunk from ` +
      `${a.stored_width} x ${a.stored_height}`;
  const first = a.is_first ? ", with preparations" : "";
  const name = a.name ? `${a.name}: ` : "";
  return `${name}${size}; ${a.asked}; network ${duration(a.milliseconds)}` +
    first;
}

function showAnswer() {
  find("stage").classList.add("full");
  find("empty").hidden = true;
  canvas.hidden = find("result").hidden = find("found").hidden = false;
  const confidence = document.querySelector("[value=confidence]");
  confidence.disabled = !answer.sure;
  if (!answer.sure && confidence.checked)
    document.querySelector("[value=overlay]").checked = true;
  find("status").textContent = statusText();
  showClasses();
  draw();
}

function showClasses() {
  const rows = answer.classes.map((found) => {
    const row = document.createElement("tr");
    const head = row.appendChild(document.createElement("th"));
    head.scope = "row";
    const label = head.appendChild(document.createElement("label"));
    const box = label.appendChild(document.createElement("input"));
    box.type = "checkbox";
    box.checked = !hidden.has(found.id);
    box.addEventListener("change", () => {
      hidden[box.checked ? "delete" : "add"](found.id);
      draw();
    });
    const patch = label.appendChild(document.createElement("span"));
    patch.className = "patch";
    patch.style.background = `rgb(${facts.colors[found.id].join()})`;
    const name = label.appendChild(document.createElement("bdi"));
    name.textContent = nameOf(found.id);
    row.insertCell().textContent = percent(found.share);
    row.insertCell().textContent = found.confidence?.toFixed(2) ?? "\u2013";
    return row;
  });
  find("classes").replaceChildren(...rows);
}

function view() {
  return document.querySelector("[name=view]:checked").value;
}

/* Colors over the photograph; borders between classes stay full, as in the
   overlays of `deeplab predict`. A hidden class shows the photograph. */
function paint(shown, opacity) {
  const { width, height, image, map, sure } = answer;
  const picture = new ImageData(width, height);
  const to = picture.data;
  for (let i = 0, n = width * height; i < n; i++) {
    const at = 4 * i;
    const id = map[at];
    const isHidden = hidden.has(id);
    let color = null;
    let share = 1;
    if (shown === "confidence") {
      color = ramp(sure[at] / 255);
    } else if (shown !== "photograph") {
      color = facts.colors[id];
      if (shown === "overlay") {
        const isBorder = (i % width < width - 1 && map[at + 4] !== id) ||
          (i + width < n && map[at + 4 * width] !== id);
        share = isBorder ? 1 : opacity;
      }
    }
    if (isHidden || !color) share = 0;
    for (let c = 0; c < 3; c++)
      to[at + c] = share ? image[at + c] * (1 - share) + color[c] * share
        : image[at + c];
    to[at + 3] = isHidden && shown === "mask" ? 0 : 255;
  }
  return picture;
}

const table = Array.from({ length: 256 }, (_, level) => {
  const x = (level / 255) * (RAMP.length - 1);
  const i = Math.min(Math.floor(x), RAMP.length - 2);
  return RAMP[i].map((from, c) => from + (x - i) * (RAMP[i + 1][c] - from));
});

function ramp(share) {
  return table[Math.round(255 * share)];
}

function draw() {
  if (!answer) return;
  const shown = view();
  canvas.width = answer.width;
  canvas.height = answer.height;
  const opacity = find("opacity").value / 100;
  canvas.getContext("2d").putImageData(paint(shown, opacity), 0, 0);
  find("opacity-row").hidden = shown !== "overlay";
  find("ramp").hidden = shown !== "confidence";
  find("opacity-text").textContent = `${find("opacity").value} %`;
  const parts = answer.classes.slice(0, 5).map(
    (found) => `${nameOf(found.id)} ${percent(found.share)}`);
  canvas.setAttribute("aria-label", `${shown}: ${parts.join(", ")}`);
}

function take(name, blob) {
  source = { name, blob };
  return ask();
}

async function takeSample(number) {
  try {
    const response = await request(`sample/${number}`);
    await take(document.querySelectorAll(".sample")[number].textContent,
      await response.blob());
  } catch (error) {
    showError(error.message);
  }
}

function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function stem() {
  return (answer.name || "photograph").replace(/\.[^.]*$/, "");
}

find("file").addEventListener("change", (event) => {
  const [file] = event.target.files;
  if (file) take(file.name, file);
  event.target.value = ""; // the same file may be chosen again
});
document.querySelectorAll(".sample").forEach((button, number) =>
  button.addEventListener("click", () => takeSample(number)));
document.addEventListener("paste", (event) => {
  const [file] = event.clipboardData.files;
  if (file) take(file.name, file);
});
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  find("stage").classList.add("over");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) find("stage").classList.remove("over");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  find("stage").classList.remove("over");
  const [file] = event.dataTransfer.files;
  if (file) take(file.name, file);
  else showError("That was no file. Drop a photograph from a folder.");
});
canvas.addEventListener("pointermove", (event) => {
  const box = canvas.getBoundingClientRect();
  // The picture is fitted into its box, which may be wider.
  const zoom = Math.min(box.width / answer.width, box.height / answer.height);
  const left = (box.width - zoom * answer.width) / 2;
  const x = Math.floor((event.clientX - box.left - left) / zoom);
  const top = (box.height - zoom * answer.height) / 2;
  const y = Math.floor((event.clientY - box.top - top) / zoom);
  if (x < 0 || y < 0 || x >= answer.width || y >= answer.height) return;
  const at = 4 * (y * answer.width + x);
  const sure = answer.sure ? `, ${(answer.sure[at] / 255).toFixed(2)}` : "";
  canvas.title = `${nameOf(answer.map[at])}${sure}`;
});
find("settings").addEventListener("change", ask);
find("settings").addEventListener("submit", (e) => e.preventDefault());
find("opacity").addEventListener("input", draw);
document.querySelectorAll("[name=view]").forEach((choice) =>
  choice.addEventListener("change", draw));
find("all").addEventListener("click", () => {
  hidden.clear();
  showAnswer();
});
find("none").addEventListener("click", () => {
  answer.classes.forEach((found) => hidden.add(found.id));
  showAnswer();
});
find("save-mask").addEventListener("click", () => {
  const bytes = Uint8Array.from(atob(answer.mask), (c) => c.charCodeAt(0));
  save(`${stem()}.png`, new Blob([bytes], { type: "image/png" }));
});
find("save-view").addEventListener("click", () =>
  canvas.toBlob((blob) => save(`${stem()}_${view()}.png`, blob)));
if (place.has("sample")) takeSample(place.get("sample"));
