package io.reagent.text.jinja;

/**
 * What a missing name or attribute gives: prints as nothing, is false and empty, and cannot be used further.
 *
 * @param problem what to say when it is
 */
record Undefined(String problem) {
    static Undefined name(String name) {
        return new Undefined("'" + name + "' is undefined");
    }

    static Undefined attribute(Object owner, Object name) {
        return new Undefined("'" + Values.typeName(owner) + " object' has no attribute " + Repr.of(name));
    }

    TemplateException exception() {
        return new TemplateException(problem);
    }
}
