package io.reagent.world;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Draws made-up names, each new within one encyclopaedia. A name is two or three syllables of a small inventory; whether
 * a combination belongs to {@link Split#TRAIN} or {@link Split#HELD_OUT} is fixed by the combination itself, so a held-out
 * name is always a new combination of known pieces.
 */
final class Names {
    private static final List<String> SYLLABLES =
            List.of(("tol var mir sel dak ren bor kal vin hus pel gor lan fen zim rud nos tar wil jor "
                            + "bes dun kem lor maz nid pon rik sav tum vek wob yal zor fal gim hob jun lek mot")
                    .split(" "));
    private static final int HELD_OUT_SHARE = 5;

    private final RandomGenerator random;
    private final Split split;
    private final Set<String> drawn = new HashSet<>();

    Names(RandomGenerator random, Split split) {
        this.random = random;
        this.split = split;
    }

    String draw() {
        return draw(random.nextInt(SYLLABLES.size()));
    }

    /** A name that begins like {@code name}. */
    String similarTo(String name) {
        return draw(SYLLABLES.indexOf(name.substring(0, 3).toLowerCase(java.util.Locale.ROOT)));
    }

    private String draw(int first) {
        while (true) {
            int second = random.nextInt(SYLLABLES.size());
            int third = random.nextInt(4) == 0 ? random.nextInt(SYLLABLES.size()) : -1;
            boolean heldOut = Math.floorMod(first * 31 + second * 17 + third * 7, HELD_OUT_SHARE) == 0;
            String head = SYLLABLES.get(first);
            String name = Character.toUpperCase(head.charAt(0))
                    + head.substring(1)
                    + SYLLABLES.get(second)
                    + (third < 0 ? "" : SYLLABLES.get(third));
            if (heldOut == (split == Split.HELD_OUT) && drawn.add(name)) {
                return name;
            }
        }
    }
}
