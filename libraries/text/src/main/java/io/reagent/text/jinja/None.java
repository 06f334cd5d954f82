package io.reagent.text.jinja;

/** Python's None: so that no value is ever null. */
enum None {
    NONE;

    @Override
    public String toString() {
        return "None";
    }
}
