package io.reagent.text.jinja;

/** A value that can be called: a global function, a method, a macro. */
@FunctionalInterface
interface Callable {
    Object call(Arguments arguments);
}
