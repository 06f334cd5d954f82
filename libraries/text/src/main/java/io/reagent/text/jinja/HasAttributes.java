package io.reagent.text.jinja;

/** A value of ours with attributes of its own: {@code loop}, a namespace, a cycler. */
interface HasAttributes {
    /** The attribute, {@link Undefined} if there is none. */
    Object attribute(String name);
}
