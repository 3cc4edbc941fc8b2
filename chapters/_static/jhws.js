// A link to a place on the page closes the list that it was chosen from.
document.addEventListener("DOMContentLoaded", () => {
  const list = document.getElementById("pst-secondary-sidebar-modal");
  list?.addEventListener("click", event => { if (event.target.closest("a")) list.close(); });
});
