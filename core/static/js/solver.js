// Works off altcha's puzzle apart from the page: finds the counter whose SHA-256, after salt and nonce,
// begins with the wanted bytes. Several at once, since each digest is a promise.
const BATCH = 256;

function bytes(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

async function solve({ nonce, salt, keyPrefix, keyLength }) {
  const head = [...bytes(salt), ...bytes(nonce)];
  for (let start = 0; ; start += BATCH) {
    const digests = Array.from({ length: BATCH }, (_, offset) => {
      const input = new Uint8Array(head.length + 4);
      input.set(head);
      new DataView(input.buffer).setUint32(head.length, start + offset);
      return crypto.subtle.digest("SHA-256", input);
    });
    for (const [offset, digest] of (await Promise.all(digests)).entries()) {
      const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
      if (hex.startsWith(keyPrefix)) return { counter: start + offset, derivedKey: hex.slice(0, keyLength * 2) };
    }
  }
}

self.addEventListener("message", async ({ data }) => self.postMessage(await solve(data)));
