/* Dots that move along the paths of the process map, on a canvas above it: at most 5,000, and it says how many stand for how many. */
(function (parts) {
  "use strict";

  const MOST = 5000;
  const DOT = 4;

  /** Every nth token, so that at most MOST remain, in order of their start. */
  function sampled(tokens) {
    const every = Math.max(1, Math.ceil(tokens.length / MOST));
    const kept = [...tokens].sort((a, b) => a[1] - b[1]).filter((token, at) => at % every === 0);
    return { kept, every };
  }

  class Motion {
    constructor(canvas, told) {
      Object.assign(this, { canvas, told, tracks: new Map(), tokens: [], every: 1, of: 0, from: 0, to: 0, at: 0, rate: 1, running: 0 });
      this.colors = { dot: "#2b50c8", rim: "#ffffff" };
      this.view = null;
    }

    /** Tokens [path, start, duration] in seconds of the process; the whole period takes `seconds` on the screen. */
    load(tokens, seconds) {
      const { kept, every } = sampled(tokens);
      const from = kept.length ? kept[0][1] : 0;
      const to = kept.reduce((last, token) => Math.max(last, token[1] + token[2]), from);
      Object.assign(this, { tokens: kept, every, of: tokens.length, from, to, at: from, rate: (to - from) / Math.max(1, seconds) });
      this.draw();
      return { dots: kept.length, of: tokens.length, every };
    }

    /** The curves the dots follow; a dot on a hidden path is not drawn. */
    follow(tracks) {
      this.tracks = new Map(tracks);
      this.draw();
    }

    play() {
      if (this.running || !this.tokens.length) return;
      if (this.at >= this.to) this.at = this.from;
      if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
        this.seek(0.5);
        return;
      }
      let before = null;
      const frame = (now) => {
        this.at += before === null ? 0 : (Math.min(100, now - before) / 1000) * this.rate;
        before = now;
        if (this.at >= this.to) this.at = this.from;
        this.draw();
        this.running = requestAnimationFrame(frame);
      };
      this.running = requestAnimationFrame(frame);
      this.tell();
    }

    pause() {
      cancelAnimationFrame(this.running);
      this.running = 0;
      this.tell();
    }

    seek(share) {
      this.at = this.from + share * (this.to - this.from);
      this.draw();
    }

    tell() {
      const length = this.to - this.from;
      this.told({
        playing: Boolean(this.running), time: this.at, share: length ? (this.at - this.from) / length : 0,
        dots: this.tokens.length, of: this.of, every: this.every,
      });
    }

    resized(view) {
      this.view = view;
      const ratio = window.devicePixelRatio || 1;
      const [width, height] = [Math.round(view.stage.clientWidth * ratio), Math.round(view.stage.clientHeight * ratio)];
      if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
      if (!this.running) this.draw();
    }

    /** Where the moving tokens are now, as x, y pairs on the page. */
    spots() {
      const found = [];
      const { scale, x, y } = this.view;
      for (const [path, start, duration] of this.tokens) {
        if (start > this.at) break;
        const track = this.tracks.get(path);
        if (!track || start + duration <= this.at) continue;
        const last = track.length / 2 - 1;
        const place = duration > 0 ? ((this.at - start) / duration) * last : last;
        const low = Math.min(last - 1, Math.floor(place));
        const part = place - low;
        const step = 2 * low;
        found.push(x + scale * (track[step] + (track[step + 2] - track[step]) * part));
        found.push(y + scale * (track[step + 1] + (track[step + 3] - track[step + 1]) * part));
      }
      return found;
    }

    draw() {
      if (!this.view) return;
      const pen = this.canvas.getContext("2d");
      const ratio = window.devicePixelRatio || 1;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      const spots = this.tokens.length ? this.spots() : [];
      for (const [color, size] of [[this.colors.rim, DOT + 2], [this.colors.dot, DOT]]) {
        pen.fillStyle = color;
        for (let at = 0; at < spots.length; at += 2) pen.fillRect(spots[at] - size / 2, spots[at + 1] - size / 2, size, size);
      }
      if (this.running) this.tell();
    }
  }

  parts.Motion = Motion;
})(window.traceworkMapParts || (window.traceworkMapParts = {}));
