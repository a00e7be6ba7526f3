// A passkey that fails says so under the page's heading; without this only the console would.
document.addEventListener("allauth.error", (event) => {
  const notice = document.querySelector("[data-passkey-failed]");
  event.preventDefault();
  document.querySelector("main h1").after(notice);
  notice.hidden = false;
  notice.scrollIntoView({ block: "center" });
});
