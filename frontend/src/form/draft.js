/** The draft that saves itself while somebody types, and the warning before input is lost. */

import { fill, post } from '../post.js';
import { timeInBahrain } from '../moments.js';

const PAUSE = 1500; // milliseconds without typing before a draft is sent

export class Draft {
  /** `read` gives the answers; `say` shows one short sentence about the draft. */
  constructor({ url, words, read, say }) {
    Object.assign(this, { url, words, read, say });
    this.unsaved = false;
    this.sending = null;
    window.addEventListener('beforeunload', (event) => {
      if (this.unsaved) event.preventDefault();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' && this.unsaved) this.save({ keepalive: true });
    });
  }

  changed() {
    this.unsaved = true;
    this.say(this.words.unsaved);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  /** One request at a time: an older draft must never arrive after a newer one. */
  async save(options) {
    clearTimeout(this.timer);
    await this.sending;
    if (!this.unsaved) return;
    this.sending = this.send(options);
    await this.sending;
  }

  async send(options) {
    this.unsaved = false;
    this.say(this.words.saving);
    const answer = await post(this.url, { answers: this.read() }, options);
    if (answer.ok) {
      if (!this.unsaved) this.say(fill(this.words.saved, { time: timeInBahrain(answer.data.saved) }));
      return;
    }
    this.unsaved = true;
    this.say(answer.status === 401 ? this.words.signedOut : (answer.data.message ?? this.words.notSaved));
  }

  /** No more drafts: the step is being completed. */
  async stop() {
    clearTimeout(this.timer);
    await this.sending;
    this.unsaved = false;
  }
}

