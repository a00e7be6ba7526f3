// On a phone the desk's menu is one row: bring the page one is on into view.
document.querySelector(".desk-side [aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "center" });
