// What the book adds to the theme's script: `jhws build` puts both into one file.
document.addEventListener("DOMContentLoaded", () => {
  const wide = matchMedia("(min-width: 992px)");
  for (const name of ["primary", "secondary"]) {
    const button = document.querySelector(`.${name}-toggle`);
    const sidebar = document.getElementById(`pst-${name}-sidebar`);
    const dialog = document.getElementById(`pst-${name}-sidebar-modal`);
    if (!button || !sidebar || !dialog) continue;

    // On a desk the menu's button hides the sidebar and brings it back; on a phone the theme opens the dialog.
    const tell = () => {
      const open = wide.matches && name == "primary" ? !sidebar.matches(".pst-sidebar-hidden") : dialog.open;
      button.setAttribute("aria-expanded", open);
    };
    button.addEventListener("click", event => {
      if (wide.matches && name == "primary") {
        event.stopImmediatePropagation();
        sidebar.classList.toggle("pst-sidebar-hidden");
      }
      setTimeout(tell);
    }, true);
    // Closed again, the keyboard is back where it was.
    dialog.addEventListener("close", () => { tell(); button.focus({preventScroll: true}); });
    wide.addEventListener("change", tell);
    tell();
  }

  // A link to a place on the page closes the list that it was chosen from.
  const places = document.getElementById("pst-secondary-sidebar-modal");
  places?.addEventListener("click", event => { if (event.target.closest("a")) places.close(); });
});
