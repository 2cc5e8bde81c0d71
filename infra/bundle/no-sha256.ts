/** Stands in a bundle for SHA-256 in JavaScript, which the SDK has for a Node without OpenSSL: 3 KB. */
export class Sha256Js {
  constructor() {
    throw new Error("This bundle hashes with Node's own SHA-256.");
  }
}
