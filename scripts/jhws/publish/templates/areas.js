// Shows only the areas whose name or code holds what is typed; without this script all of them stand there.
const sought = document.getElementById("sought");
const items = [...document.querySelectorAll("#areas li")];
document.getElementById("search").hidden = false;
sought.form.addEventListener("submit", (event) => event.preventDefault());
sought.addEventListener("input", () => {
  const words = sought.value.trim().toLowerCase();
  let shown = 0;
  for (const item of items) {
    item.hidden = !`${item.textContent} ${item.dataset.code}`.toLowerCase().includes(words);
    shown += item.hidden ? 0 : 1;
  }
  document.getElementById("found").textContent = shown === 1 ? "1 area" : `${shown} areas`;
});
