/** Calls of the REST API: keys, problems, pages and server-sent events. */

const KEY = 'reagent.api-key';

/** What the service refused, as RFC 9457 says it: `detail`, `remedy`, `field`, `status`. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `The service answered ${status}`);
    this.status = status;
    this.title = body.title || 'Something went wrong';
    this.field = body.field || null;
    this.remedy = body.remedy || null;
  }
}

export function forgetKey() {
  sessionStorage.removeItem(KEY);
  shownKey();
}

function shownKey() {
  document.getElementById('forget-key').hidden = sessionStorage.getItem(KEY) === null;
}

let asking = null;

/** Asks once, however many calls wait for the key. */
function askForKey(why) {
  asking ??= new Promise((resolve, reject) => {
    const dialog = document.getElementById('key-dialog');
    const input = document.getElementById('key-input');
    document.getElementById('key-why').textContent = why;
    input.value = '';
    dialog.returnValue = '';
    document.getElementById('key-cancel').onclick = () => dialog.close('');
    dialog.querySelector('form').onsubmit = (event) => {
      event.preventDefault();
      sessionStorage.setItem(KEY, input.value.trim());
      shownKey();
      dialog.close('given');
    };
    dialog.onclose = () => {
      asking = null;
      if (dialog.returnValue === '') {
        reject(new Problem(401, {title: 'An API key is needed', detail: why, remedy: 'Try again to enter one.'}));
      } else {
        resolve();
      }
    };
    dialog.showModal();
  });
  return asking;
}

async function send(path, options) {
  for (;;) {
    const key = sessionStorage.getItem(KEY);
    const headers = {...options.headers, ...(key === null ? {} : {Authorization: `Bearer ${key}`})};
    let response;
    try {
      response = await fetch(path, {...options, headers});
    } catch (error) {
      if (error.name === 'AbortError') {
        throw error;
      }
      throw new Problem(0, {
        title: 'The service does not answer',
        detail: 'The training coordinator cannot be reached.',
        remedy: './reagent status says whether it runs.',
      });
    }
    if (response.status === 401) {
      await askForKey(key === null ? 'API keys are configured, and none was sent.' : 'The service does not know that key.');
    } else if (response.ok) {
      return response;
    } else {
      throw new Problem(response.status, await response.json().catch(() => ({})));
    }
  }
}

export async function get(path, signal) {
  const response = await send(path, {headers: {Accept: 'application/json'}, signal});
  return response.json();
}

export async function post(path, body) {
  const response = await send(path, {
    method: 'POST',
    headers: {'Accept': 'application/json', 'Content-Type': 'application/json'},
    body: JSON.stringify(body ?? {}),
  });
  return response.json();
}

/** A file, and the name that the service gives it. */
export async function file(path, signal) {
  const response = await send(path, {headers: {Accept: '*/*'}, signal});
  const [, name] = (response.headers.get('Content-Disposition') ?? '').match(/filename="?([^";]+)"?/) ?? [];
  return {content: await response.blob(), name: name ?? path.split('?')[0].split('/').at(-1)};
}

/** All items of a list that comes in pages. */
export async function all(path, signal, most = 20_000) {
  const items = [];
  const query = path.includes('?') ? '&' : '?';
  let next = '';
  do {
    const page = await get(`${path}${query}limit=500${next}`, signal);
    items.push(...page.items);
    next = page.next_cursor ? `&cursor=${encodeURIComponent(page.next_cursor)}` : '';
    if (page.next_after !== null && page.next_after !== undefined) {
      next = `&after=${page.next_after}`;
    }
  } while (next && items.length < most);
  return items;
}

/**
 * Follows server-sent events until the server ends the stream. Read by fetch, since EventSource sends no key.
 *
 * @param listener called with the event's name and its data
 * @return the last event's id
 */
export async function follow(path, lastId, listener, signal) {
  const headers = {Accept: 'text/event-stream', ...(lastId === null ? {} : {'Last-Event-ID': lastId})};
  const response = await send(path, {headers, signal});
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let last = lastId;
  let rest = '';
  for (;;) {
    const {done, value} = await reader.read();
    if (done) {
      return last;
    }
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const event = parse(block);
      last = event.id ?? last;
      if (event.data) {
        listener(event.name, JSON.parse(event.data), last);
      }
    }
  }
}

function parse(block) {
  const event = {name: 'message', id: null, data: ''};
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    const value = line.slice(colon + 1).replace(/^ /, '');
    switch (line.slice(0, colon)) {
      case 'event': event.name = value; break;
      case 'id': event.id = value; break;
      case 'data': event.data += value; break;
      default: // comments keep the connection open
    }
  }
  return event;
}

shownKey();
