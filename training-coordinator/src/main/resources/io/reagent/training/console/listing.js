/** A list that is filtered, that looks at its newest again while something in it goes on, and that loads older ones on demand. */

import {get} from './api.js';
import {h, replace} from './dom.js';
import {empty, isActive, loading, problemCard, table} from './parts.js';

const LOOK_AGAIN_MS = 3000;

export class Listing {
  /**
   * @param settings `address` in the console, `path` of the service, `limit` of a page, `filters` (name, label, and `options`
   *     or none for text, with a `placeholder`), `caption`, `heads`, `row` of an item, `none` (what is shown where there is
   *     nothing at all), `unlike` and `older` (words), `compare` (`href` and `text` for the chosen ids), `most` to be chosen
   */
  constructor(settings, query, signal) {
    const usual = {limit: 30, unlike: 'None is like that', older: 'Older ones', most: Infinity};
    Object.assign(this, {settings: {...usual, ...settings}, signal, items: [], next: null, chosen: new Set()});
    this.filter = Object.fromEntries(settings.filters.map(({name}) => [name, query.get(name) ?? '']));
    this.place = h('div', {});
    this.compare = h('a', {class: 'button'}, 'Compare');
    this.offer();
  }

  async start() {
    await this.load();
    const looking = setInterval(() => document.visibilityState === 'visible' && this.refresh(), LOOK_AGAIN_MS);
    this.signal.addEventListener('abort', () => clearInterval(looking));
  }

  form() {
    return h('form', {class: 'filters', role: 'search', 'aria-label': `Filter ${this.settings.caption.toLowerCase()}`, on: {
      submit: (event) => event.preventDefault(),
    }}, this.settings.filters.map((one) => this.control(one)), this.compare);
  }

  control({name, label, options, placeholder}) {
    const change = (event) => {
      this.filter[name] = event.target.value.trim();
      const query = new URLSearchParams(Object.entries(this.filter).filter(([, value]) => value));
      history.replaceState(null, '', `${this.settings.address}${query.size > 0 ? `?${query}` : ''}`);
      this.load();
    };
    let typing = 0;
    const input = options
      ? h('select', {on: {change}}, options.map(([value, text]) => h('option', {value, selected: value === this.filter[name]}, text)))
      : h('input', {type: 'search', placeholder, on: {input: (event) => {
        clearTimeout(typing);
        typing = setTimeout(() => change(event), 250);
      }}});
    input.value = this.filter[name];
    return h('label', {}, h('span', {}, label), input);
  }

  page(cursor) {
    const query = new URLSearchParams(Object.entries({...this.filter, limit: this.settings.limit, cursor}).filter(([, value]) => value));
    return get(`${this.settings.path}?${query}`, this.signal);
  }

  async load() {
    const asked = JSON.stringify(this.filter);
    if (this.items.length === 0) {
      replace(this.place, loading(this.settings.caption.toLowerCase()));
    }
    try {
      const page = await this.page(null);
      if (asked === JSON.stringify(this.filter)) {
        this.items = page.items;
        this.next = page.next_cursor;
        this.show();
      }
    } catch (problem) {
      if (problem.name !== 'AbortError') {
        replace(this.place, problemCard(problem, () => this.load()));
      }
    }
  }

  /** Looks at the newest again; what was loaded beyond them stays. */
  async refresh() {
    if (!this.items.some(isActive) && this.items.length > 0) {
      return;
    }
    const asked = JSON.stringify(this.filter);
    const before = JSON.stringify(this.items);
    const page = await this.page(null).catch(() => null);
    if (page && !this.signal.aborted && asked === JSON.stringify(this.filter)) {
      const fresh = new Set(page.items.map((one) => one.id));
      this.items = [...page.items, ...this.items.filter((one) => !fresh.has(one.id) && one.id < (page.items.at(-1)?.id ?? ''))];
      if (JSON.stringify(this.items) !== before) {
        this.show();
      }
    }
  }

  async more(button) {
    button.disabled = true;
    const asked = JSON.stringify(this.filter);
    try {
      const page = await this.page(this.next);
      if (asked === JSON.stringify(this.filter)) {
        this.items.push(...page.items);
        this.next = page.next_cursor;
        this.show();
      }
    } catch (problem) {
      if (asked === JSON.stringify(this.filter) && problem.name !== 'AbortError') {
        replace(this.place, problemCard(problem, () => this.load()));
      }
    }
  }

  show() {
    if (this.items.length === 0) {
      replace(this.place, Object.values(this.filter).some(Boolean)
        ? empty(this.settings.unlike, h('p', {}, 'Take back a filter to see more.')) : this.settings.none);
      return;
    }
    const focused = document.activeElement?.dataset?.item;
    replace(this.place,
      table(`${this.settings.caption}, newest first`,
        [{node: h('span', {class: 'unseen'}, 'Compare')}, ...this.settings.heads], this.items.map((item) => this.row(item)), {class: 'runs'}),
      this.next && h('button', {type: 'button', on: {click: (event) => this.more(event.currentTarget)}}, this.settings.older));
    if (focused) {
      this.place.querySelector(`[data-item="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  row(item) {
    const {name, cells} = this.settings.row(item);
    return h('tr', {},
      h('td', {}, h('input', {
        'type': 'checkbox', 'checked': this.chosen.has(item.id), 'aria-label': `Compare ${name}`, 'data-item': item.id,
        'on': {change: (event) => this.choose(item.id, event.target)},
      })), cells);
  }

  /** One more than may be takes the place of the one that was chosen first. */
  choose(id, box) {
    this.chosen.delete(id);
    if (box.checked) {
      this.chosen.add(id);
    }
    if (this.chosen.size > this.settings.most) {
      const [first] = this.chosen;
      this.chosen.delete(first);
      const other = this.place.querySelector(`[data-item="${CSS.escape(first)}"]`);
      if (other) {
        other.checked = false;
      }
    }
    this.offer();
  }

  offer() {
    const {href, text} = this.settings.compare([...this.chosen]);
    this.compare.href = href;
    this.compare.textContent = text;
  }
}

/** Comparing of two at an address: the older is what the other is held against. */
export function ofTwo(address) {
  return {most: 2, compare: (chosen) => {
    const [a = '', b = ''] = chosen.sort();
    return {
      href: `${address}?${new URLSearchParams(Object.entries({a, b}).filter(([, value]) => value))}`,
      text: chosen.length === 2 ? 'Compare the two' : 'Compare two',
    };
  }};
}
