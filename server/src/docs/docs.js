// Sends a request of the page and shows its answer. Cookies of the same origin go with it by themselves.
"use strict";
const token = document.getElementById("bearer");
document.getElementById("token").hidden = false;
document.getElementById("token").addEventListener("submit", (event) => event.preventDefault());

function address(form) {
  const query = new URLSearchParams();
  let path = form.dataset.path;
  for (const input of form.querySelectorAll("input")) {
    if (input.dataset.in === "path") path = path.replace(`{${input.name}}`, encodeURIComponent(input.value));
    if (input.dataset.in === "query" && input.value) query.set(input.name, input.value);
  }
  return query.size ? `${path}?${query}` : path;
}

function headers(form, body) {
  const all = new Headers({ accept: "application/json" });
  if (body) all.set("content-type", body.dataset.media);
  if (token.value) all.set("authorization", `Bearer ${token.value.trim()}`);
  for (const input of form.querySelectorAll('input[data-in="header"]')) {
    if (input.value) all.set(input.name, input.value);
  }
  return all;
}

function readable(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function send(form) {
  const output = form.querySelector("output");
  const body = form.querySelector("textarea");
  const began = performance.now();
  try {
    const answer = await fetch(address(form), {
      method: form.dataset.method.toUpperCase(),
      headers: headers(form, body),
      body: body ? body.value : undefined,
      credentials: token.value ? "omit" : "same-origin",
    });
    const text = await answer.text();
    const took = Math.round(performance.now() - began);
    const pre = document.createElement("pre");
    pre.tabIndex = 0;
    pre.textContent = readable(text.slice(0, 200_000)) || "(no body)";
    const status = document.createElement("p");
    status.textContent = `${answer.status} ${answer.statusText}, ${took} ms`;
    output.replaceChildren(status, pre);
  } catch (error) {
    output.textContent = String(error);
  }
}

for (const form of document.querySelectorAll("form.try")) {
  form.querySelector("button").hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}

// A link to an operation opens it.
function open() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
}
addEventListener("hashchange", open);
open();
