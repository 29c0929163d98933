/** A window onto a procedure: shows one drawing at a time and goes down into called procedures. */

import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import '../style/diagram.css';
import { fill } from '../post.js';
import { addHint } from './hints.js';
import { drawNamesIn, ihala } from './language.js';
import { beginWhere, showStep } from './sight.js';
import { paintStates } from './states.js';
import { listenToFingers, listenToKeys, zoomBy } from './touch.js';

const FONT = "'Noto Sans', 'Noto Sans Arabic', sans-serif";

/** `frame` is the element of parts/diagram.html; resolves when the first drawing is shown. */
export async function openDrawing(frame) {
  const { drawings, words } = JSON.parse(frame.querySelector('[data-diagram-data]').textContent);
  const drawing = new Drawing(frame, drawings, words);
  await document.fonts.ready; // names are measured while drawing
  await drawing.show(drawings.root);
  return drawing;
}

class Drawing {
  constructor(frame, { processes, root }, words) {
    Object.assign(this, { frame, processes, root, words, trail: [], texts: new Map() });
    this.box = frame.querySelector('[data-canvas]');
    this.choice = frame.querySelector('[data-choice]');
    this.viewer = new NavigatedViewer({
      container: this.box,
      moddleExtensions: { ihala },
      textRenderer: { defaultStyle: { fontFamily: FONT, fontSize: 12 }, externalStyle: { fontFamily: FONT, fontSize: 12 } },
    });
    drawNamesIn(this.viewer, document.documentElement.lang);
    this.listen();
    this.fillChoice();
  }

  listen() {
    const canvas = this.viewer.get('canvas');
    listenToKeys(this.box, canvas);
    listenToFingers(this.box, canvas);
    this.frame.addEventListener('click', ({ target }) => {
      const zoom = target.closest('[data-zoom]')?.dataset.zoom;
      if (zoom === 'fit') canvas.zoom('fit-viewport');
      else if (zoom) zoomBy(canvas, zoom === 'in' ? 1.25 : 0.8);
    });
    this.choice.addEventListener('change', () => this.show(this.choice.value));
    this.viewer.on('element.click', ({ element }) => {
      const called = this.calledBy(element);
      if (called) this.show(called, [...this.trail]);
    });
  }

  fillChoice() {
    for (const [id, process] of Object.entries(this.processes)) this.choice.append(new Option(process.name, id));
    this.choice.hidden = this.choice.options.length < 2;
  }

  /** The process behind a call activity, when the page carries its drawing. */
  calledBy(element) {
    const called = element?.businessObject?.calledElement;
    return called in this.processes ? called : null;
  }

  /** Draws a process; `trail` holds the processes above it, outermost first. */
  async show(id, trail = id === this.root ? [] : [this.root]) {
    this.trail = [...trail.filter((step) => step !== id), id];
    this.frame.querySelector('[data-broken]').hidden = true;
    try {
      const { warnings } = await this.viewer.importXML(await this.text(id));
      this.frame.dataset.warnings = warnings.map(({ message }) => message).join('\n');
      await this.openDiagramOf(id);
    } catch (error) {
      console.error(error);
      this.frame.querySelector('[data-broken]').hidden = false;
      return;
    }
    beginWhere(this.viewer.get('canvas'), this.viewer.get('elementRegistry'), this.processes[id].nodes ?? {});
    paintStates(this.viewer, this.processes[id], this.words);
    this.markCalls();
    this.choice.value = id;
    this.showTrail();
    this.frame.dataset.shown = id;
  }

  async text(id) {
    if (!this.texts.has(id)) {
      const response = await fetch(this.processes[id].xml_url, { credentials: 'same-origin' });
      if (!response.ok || response.redirected) throw new Error(`no drawing of ${id}: ${response.status}`);
      this.texts.set(id, await response.text());
    }
    return this.texts.get(id);
  }

  /** A file may hold several diagrams; take the one that draws this process or a pool of it. */
  async openDiagramOf(id) {
    const diagrams = this.viewer.getDefinitions().diagrams ?? [];
    const draws = ({ plane }) => {
      const drawn = plane?.bpmnElement;
      return drawn?.id === id || drawn?.participants?.some(({ processRef }) => processRef?.id === id);
    };
    const wanted = diagrams.find(draws);
    if (wanted && wanted !== diagrams[0]) await this.viewer.open(wanted);
  }

  markCalls() {
    const canvas = this.viewer.get('canvas');
    this.viewer.get('elementRegistry').forEach((element) => {
      const called = this.calledBy(element);
      if (!called || element.labelTarget) return;
      canvas.addMarker(element, 'st-opens');
      addHint(canvas.getGraphics(element), fill(this.words.opens, { name: this.processes[called].name }));
    });
  }

  showTrail() {
    const list = document.createElement('ol');
    this.trail.forEach((id, at) => {
      const item = document.createElement('li');
      const last = at === this.trail.length - 1;
      const step = document.createElement(last ? 'span' : 'button');
      step.textContent = this.processes[id].name;
      if (last) step.setAttribute('aria-current', 'true');
      else {
        step.type = 'button';
        step.className = 'crumb';
        step.addEventListener('click', () => this.show(id, this.trail.slice(0, at)));
      }
      item.append(step);
      list.append(item);
    });
    this.frame.querySelector('[data-crumbs]').replaceChildren(list);
  }

  /** Brings one step into sight and draws a ring around it. */
  async pointAt(process, id) {
    if (this.frame.dataset.shown !== process) await this.show(process);
    const canvas = this.viewer.get('canvas');
    const element = this.viewer.get('elementRegistry').get(id);
    if (!element) return;
    if (this.pointed) canvas.removeMarker(this.pointed, 'st-pointed');
    showStep(canvas, element);
    canvas.addMarker(id, 'st-pointed');
    this.pointed = id;
    this.box.scrollIntoView({ block: 'center' });
    this.box.focus({ preventScroll: true });
  }
}
