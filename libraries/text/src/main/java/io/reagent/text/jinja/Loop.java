package io.reagent.text.jinja;

import java.util.List;
import java.util.function.BiFunction;

/** The {@code loop} of one {@code for}, at one of its items. Called, it renders the loop's body for other items. */
final class Loop implements HasAttributes, Callable {
    private final List<Object> items;
    private final int depth;
    private final BiFunction<Object, Integer, String> recursion;
    private int index;
    private Object lastChanged = Arguments.NONE;

    Loop(List<Object> items, int depth, BiFunction<Object, Integer, String> recursion) {
        this.items = items;
        this.depth = depth;
        this.recursion = recursion;
    }

    void at(int place) {
        index = place;
    }

    @Override
    public Object attribute(String name) {
        long left = items.size() - index;
        return switch (name) {
            case "index" -> index + 1L;
            case "index0" -> (long) index;
            case "revindex" -> left;
            case "revindex0" -> left - 1;
            case "first" -> index == 0;
            case "last" -> left == 1;
            case "length" -> (long) items.size();
            case "depth" -> depth + 1L;
            case "depth0" -> (long) depth;
            case "previtem" -> index > 0 ? items.get(index - 1) : new Undefined("there is no previous item");
            case "nextitem" -> left > 1 ? items.get(index + 1) : new Undefined("there is no next item");
            case "cycle" -> (Callable) arguments -> cycle(arguments.positional());
            case "changed" -> (Callable) this::changed;
            default -> Undefined.attribute(this, name);
        };
    }

    private Object cycle(List<Object> values) {
        if (values.isEmpty()) {
            throw new TemplateException("no items for cycling given");
        }
        return values.get(index % values.size());
    }

    private Object changed(Arguments arguments) {
        boolean changed =
                !arguments.equals(lastChanged) || arguments.positional().isEmpty();
        lastChanged = arguments;
        return changed;
    }

    @Override
    public Object call(Arguments arguments) {
        return recursion.apply(arguments.require(0, "iterable"), depth + 1);
    }
}
