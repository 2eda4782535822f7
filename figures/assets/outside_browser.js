/* The few names of a browser that Graphviz asks for and a bare JavaScript engine does not have. */
(function (world) {
  "use strict";

  function codePoint(bytes, at, length) {
    let code = length === 1 ? bytes[at] : bytes[at] & (0x7f >> length);
    for (let step = 1; step < length; step += 1) code = (code << 6) | (bytes[at + step] & 0x3f);
    return code;
  }

  class Utf8Decoder {
    decode(buffer) {
      const bytes = buffer ? new Uint8Array(buffer.buffer || buffer, buffer.byteOffset || 0, buffer.byteLength) : [];
      let text = "";
      for (let at = 0; at < bytes.length; ) {
        const length = bytes[at] < 0x80 ? 1 : bytes[at] < 0xe0 ? 2 : bytes[at] < 0xf0 ? 3 : 4;
        text += String.fromCodePoint(codePoint(bytes, at, length));
        at += length;
      }
      return text;
    }
  }

  if (typeof world.TextDecoder === "undefined") world.TextDecoder = Utf8Decoder;
  if (typeof world.location === "undefined") world.location = { href: "viz-global.js" };
})(globalThis);
