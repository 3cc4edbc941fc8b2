// Only in the preview: shows the page anew when it changed, and what is wrong when the newest change cannot be shown.
let shown = null;
const box = document.createElement("div");
box.setAttribute("role", "alert");
box.style.cssText =
  "position:fixed;inset:auto 0 0 0;z-index:99999;max-height:60vh;overflow:auto;padding:1rem;" +
  "background:#801650;color:#fff;font:1rem/1.5 system-ui,sans-serif;white-space:pre-wrap";
new EventSource("/_live").onmessage = (event) => {
  const { version, faults } = JSON.parse(event.data);
  if (shown !== null && version > shown) location.reload();
  shown = version;
  box.textContent = ["The newest change cannot be shown; this is the page before it.", ...faults].join("\n");
  if (faults.length) document.body.append(box);
  else box.remove();
};
