// A form with data-effort="BITS" and a hidden ticket finds, while somebody fills it in, a number whose SHA-256 with the
// ticket's nonce begins with that many zero bits, and posts it. Without this script the form asks for a confirmation.
// SHA-256 by FIPS 180-4: crypto.subtle is missing on plain http, which offices use within their own network.

const PRIMES = [];
for (let n = 2; PRIMES.length < 64; n += 1) if (PRIMES.every((p) => n % p)) PRIMES.push(n);
const fraction = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
const K = PRIMES.map((p) => fraction(Math.cbrt(p)));
const START = PRIMES.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
const turn = (x, n) => (x >>> n) | (x << (32 - n));
const W = new Int32Array(64);

/** The first 32 bits of the SHA-256 of an ASCII string shorter than 56 characters. */
export function head(text) {
  W.fill(0);
  for (let i = 0; i < text.length; i += 1) W[i >> 2] |= text.charCodeAt(i) << (24 - (i % 4) * 8);
  W[text.length >> 2] |= 0x80 << (24 - (text.length % 4) * 8);
  W[15] = text.length * 8;
  for (let i = 16; i < 64; i += 1) {
    const a = W[i - 15], b = W[i - 2];
    W[i] = (W[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + W[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0;
  }
  let [a, b, c, d, e, f, g, h] = START;
  for (let i = 0; i < 64; i += 1) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  return (START[0] + a) >>> 0;
}

for (const form of document.querySelectorAll("form[data-effort]")) {
  const bits = Number(form.dataset.effort);
  const nonce = form.dataset.nonce;
  let number = 0;
  let found = false;
  let waiting = null;
  const work = () => {
    const until = performance.now() + 12;
    while (!found && performance.now() < until) {
      if (head(`${nonce}:${number}`) >>> (32 - bits) === 0) found = true;
      else number += 1;
    }
    if (!found) { setTimeout(work, 0); return; }
    form.elements.number.value = String(number);
    if (waiting !== null) form.requestSubmit(waiting);
  };
  form.addEventListener("submit", (event) => {
    if (found) return;
    event.preventDefault();
    waiting = event.submitter;
  });
  work();
}
