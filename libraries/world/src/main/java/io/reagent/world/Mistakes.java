package io.reagent.world;

import java.util.List;
import java.util.random.RandomGenerator;

/** Plausible wrong values and broken calls. */
final class Mistakes {
    private final Encyclopaedia encyclopaedia;
    private final RandomGenerator random;

    Mistakes(Encyclopaedia encyclopaedia, RandomGenerator random) {
        this.encyclopaedia = encyclopaedia;
        this.random = random;
    }

    /** Another value of the same kind: another entry, or a number with other digits. */
    String insteadOf(String value, List<String> not) {
        Entry entry = encyclopaedia.named(value);
        if (entry == null) {
            return number(value);
        }
        List<String> others = encyclopaedia.entries().stream()
                .filter(other -> other.kind() == entry.kind())
                .map(Entry::name)
                .filter(name -> !name.equals(value) && !not.contains(name))
                .toList();
        if (others.isEmpty()) {
            throw new InfeasibleException("no other entry of this kind");
        }
        return others.get(random.nextInt(others.size()));
    }

    /** A misreading of a number: two digits exchanged, or one digit another. */
    String number(String number) {
        while (true) {
            char[] digits = number.toCharArray();
            int at = random.nextInt(digits.length);
            if (digits.length > 1 && random.nextInt(3) == 0) {
                int other = (at + 1) % digits.length;
                char kept = digits[at];
                digits[at] = digits[other];
                digits[other] = kept;
            } else {
                digits[at] = (char) ('0' + random.nextInt(10));
            }
            String misread = new String(digits);
            if (!misread.equals(number) && misread.charAt(0) != '0') {
                return misread;
            }
        }
    }

    /** A page no result can have listed. */
    String page() {
        while (true) {
            String url = "page/" + (10 + random.nextInt(90));
            if (encyclopaedia.at(url) == null) {
                return url;
            }
        }
    }

    /** {@code arguments} as no tool can read them: cut short, the wrong field, or no JSON at all. */
    String malformed(String arguments, String field, String bare) {
        return switch (random.nextInt(3)) {
            case 0 -> arguments.substring(0, arguments.length() - 1 - random.nextInt(2));
            case 1 -> arguments.replace(field, "text");
            default -> bare;
        };
    }
}
