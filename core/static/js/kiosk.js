// The codes on a device at the door change every few minutes: look again each minute, unless somebody is typing.
const EVERY = 60_000;
const field = document.querySelector("[data-kiosk] input[name=number]");

setInterval(() => {
  if (!field.value && navigator.onLine) location.replace(location.pathname);
}, EVERY);
