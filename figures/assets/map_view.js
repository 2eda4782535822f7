/* Moving about in the process map: pan by drag and wheel, zoom by pinch, keys and Ctrl with the wheel, fit to width or whole. */
(function (parts) {
  "use strict";

  const LARGEST = 1.15;
  const LEGIBLE = 0.87; // at which the names of steps are 10 pixels
  const [LEAST, MOST] = [0.15, 4];
  const KEPT = 60; // pixels of the map that stay in sight
  const CLICK = 4; // a pointer that moved less was a click

  function clamp(value, low, high) {
    return Math.min(Math.max(value, low), high);
  }

  class View {
    constructor(stage, drawing, changed) {
      Object.assign(this, { stage, drawing, changed, scale: 1, x: 0, y: 0, width: 1, height: 1, left: 0, right: 1, touched: false, dragged: false });
      this.pointers = new Map();
      stage.addEventListener("pointerdown", (event) => this.press(event));
      stage.addEventListener("pointermove", (event) => this.move(event));
      for (const kind of ["pointerup", "pointercancel"]) stage.addEventListener(kind, (event) => this.release(event));
      stage.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
      this.observer = new ResizeObserver(() => (this.touched ? this.apply() : this.fitWidth()));
      this.observer.observe(stage);
    }

    /** Takes the measures of a new drawing; a phone's map is as tall as it needs, and the page scrolls over it. */
    sized(drawing, tall) {
      const { width, height, left, right } = drawing;
      const same = this.width === width && this.height === height;
      Object.assign(this, { width, height });
      this.stage.classList.toggle("process-map-tall", tall);
      if (!same && !this.touched) Object.assign(this, { left, right });
      this.stage.parentElement.style.minHeight = tall ? `${Math.ceil(height * this.widthScale())}px` : "";
      if (same || this.touched) this.apply();
      else this.fitWidth();
    }

    apply() {
      const { clientWidth, clientHeight } = this.stage;
      this.x = clamp(this.x, KEPT - this.width * this.scale, clientWidth - KEPT);
      this.y = clamp(this.y, KEPT - this.height * this.scale, clientHeight - KEPT);
      this.drawing.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
      this.changed(this);
    }

    widthScale() {
      return clamp(this.stage.clientWidth / (this.right - this.left), LEGIBLE, LARGEST);
    }

    /** The whole width in sight, from the top, as far as names stay legible. */
    fitWidth() {
      this.scale = this.widthScale();
      this.centre(Math.max(0, (this.stage.clientHeight - this.height * this.scale) / 2), false);
    }

    fitWhole() {
      const { clientWidth, clientHeight } = this.stage;
      this.scale = clamp(Math.min(clientWidth / (this.right - this.left), clientHeight / this.height), LEAST, LARGEST);
      this.centre((clientHeight - this.height * this.scale) / 2, true);
    }

    centre(y, touched) {
      this.x = (this.stage.clientWidth - (this.left + this.right) * this.scale) / 2;
      this.y = y;
      this.touched = touched;
      this.apply();
    }

    zoom(factor, at) {
      const [x, y] = at || [this.stage.clientWidth / 2, this.stage.clientHeight / 2];
      const scale = clamp(this.scale * factor, LEAST, MOST);
      this.x = x - ((x - this.x) * scale) / this.scale;
      this.y = y - ((y - this.y) * scale) / this.scale;
      this.scale = scale;
      this.touched = true;
      this.apply();
    }

    pan(dx, dy) {
      this.x += dx;
      this.y += dy;
      this.touched = true;
      this.apply();
    }

    /** Pans just so far that the element is in sight. */
    reveal(element) {
      const box = element.getBoundingClientRect();
      const frame = this.stage.getBoundingClientRect();
      const by = (low, high, from, to) => (low < from + 12 ? from + 12 - low : high > to - 12 ? Math.max(to - 12 - high, from + 12 - low) : 0);
      const dx = by(box.left, box.right, frame.left, frame.right);
      const dy = by(box.top, box.bottom, frame.top, frame.bottom);
      if (dx || dy) this.pan(dx, dy);
    }

    spot(event) {
      const frame = this.stage.getBoundingClientRect();
      return [event.clientX - frame.left, event.clientY - frame.top];
    }

    press(event) {
      if (event.button) return;
      if (!this.pointers.size) this.dragged = false;
      this.pointers.set(event.pointerId, { at: this.spot(event), from: this.spot(event) });
    }

    move(event) {
      const pointer = this.pointers.get(event.pointerId);
      if (!pointer) return;
      const [x, y] = this.spot(event);
      if (!this.dragged && Math.abs(x - pointer.from[0]) + Math.abs(y - pointer.from[1]) < CLICK) return;
      this.dragged = true;
      this.stage.setPointerCapture(event.pointerId);
      const [dx, dy] = [x - pointer.at[0], y - pointer.at[1]];
      const other = [...this.pointers].find(([id]) => id !== event.pointerId);
      if (other) this.pinch(pointer.at, [x, y], other[1].at);
      else this.pan(dx, dy);
      pointer.at = [x, y];
    }

    pinch(before, after, fixed) {
      const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]) || 1;
      this.zoom(apart(after, fixed) / apart(before, fixed), [(after[0] + fixed[0]) / 2, (after[1] + fixed[1]) / 2]);
    }

    release(event) {
      this.pointers.delete(event.pointerId);
    }

    /** Ctrl or a trackpad's pinch zooms; the plain wheel moves the map and, at its end, lets the page scroll on. */
    wheel(event) {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.004)), this.spot(event));
        return;
      }
      const unit = event.deltaMode ? 16 : 1;
      const [dx, dy] = event.shiftKey ? [event.deltaY * unit, 0] : [event.deltaX * unit, event.deltaY * unit];
      const below = this.y + this.height * this.scale - this.stage.clientHeight;
      const room = dy > 0 ? below > 0 : this.y < 0;
      if (!room && !dx) return;
      event.preventDefault();
      this.pan(-dx, dy > 0 ? -Math.min(dy, Math.max(0, below)) : Math.min(-dy, Math.max(0, -this.y)));
    }
  }

  parts.View = View;
})(window.traceworkMapParts || (window.traceworkMapParts = {}));
