/**
 * Elements, made of text alone. Trajectories and judgements are text of strangers: nothing here, and nothing else in the
 * console, parses a string as markup. The page's trusted-types policy would refuse it.
 */

/**
 * An element. Attributes that are null, undefined or false are left out; `on` maps events to listeners; children are
 * nodes or strings, nested lists are flattened, null and false are left out.
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on') {
      Object.entries(value ?? {}).forEach(([event, listener]) => node.addEventListener(event, listener));
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? '' : String(value));
    }
  }
  put(node, children);
  return node;
}

/** Appends children as `h` does. */
export function put(node, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      node.append(child);
    }
  }
  return node;
}

/** Puts these children in the place of those that are there. */
export function replace(node, ...children) {
  node.replaceChildren();
  return put(node, children);
}

/** Sets a custom property, for what a style sheet cannot know: positions and widths in a picture. */
export function place(node, properties) {
  Object.entries(properties).forEach(([name, value]) => node.style.setProperty(`--${name}`, String(value)));
  return node;
}

/** Tells screen readers what changed. */
export function announce(text) {
  document.getElementById('announcer').textContent = text;
}
