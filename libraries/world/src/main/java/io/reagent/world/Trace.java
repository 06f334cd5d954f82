package io.reagent.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The judge's reasoning, written while the trajectory is. One line for each step and one, {@code A}, for the answer; each
 * puts what was needed, done, got and taken side by side and ends in a verdict, so that every check compares neighbours.
 */
final class Trace {
    private static final String SEPARATOR = "; ";

    private final StringBuilder text = new StringBuilder();
    private final List<String> before = new ArrayList<>();
    private final List<Flaw> flaws = new ArrayList<>();

    Trace(String need) {
        text.append("Need: ").append(need);
    }

    /** Something seen in a thought, to open the line of the step or answer that the thought belongs to. */
    void before(String note) {
        before.add(note);
    }

    void step(int number, String note) {
        open(Integer.toString(number), note);
    }

    void answer(String note) {
        open("A", note);
    }

    private void open(String label, String note) {
        text.append('\n').append(label).append(' ');
        before.forEach(prior -> text.append(prior).append(SEPARATOR));
        before.clear();
        text.append(note);
    }

    /** Goes on in the line of the current step. */
    void then(String note) {
        text.append(SEPARATOR).append(note);
    }

    void flaw(FlawType type, int step, boolean mended) {
        flaws.add(new Flaw(type, step, mended));
    }

    /** In order of steps; flaws of one step in the order they were seen. */
    List<Flaw> flaws() {
        return flaws.stream()
                .sorted(java.util.Comparator.comparingInt(Flaw::step))
                .toList();
    }

    /** The whole reasoning, closed by the flaws found, their factors and the score. */
    String close(int steps) {
        List<String> found = flaws().stream()
                .map(flaw -> (flaw.step() > steps ? "A" : Integer.toString(flaw.step()))
                        + " " + flaw.type().verdict()
                        + (flaw.mended() ? " mended " : " ")
                        + decimals(flaw.factor()))
                .toList();
        return text + "\nFlaws: " + (found.isEmpty() ? "none" : String.join(", ", found)) + ": " + decimals(score());
    }

    double score() {
        double product = 1;
        for (Flaw flaw : flaws) {
            product *= flaw.factor();
        }
        return Math.round(product * 100) / 100.0;
    }

    /** {@code 41+57: 1+7=8, 4+5=9: 98}: from the last digit on, a carry as a third term. */
    static String addition(long a, long b) {
        String left = Long.toString(a);
        String right = Long.toString(b);
        int columns = Math.max(left.length(), right.length());
        StringBuilder text = new StringBuilder(left + "+" + right + ":");
        int carry = 0;
        for (int column = 0; column < columns; column++) {
            int x = digit(left, column);
            int y = digit(right, column);
            int sum = x + y + carry;
            text.append(' ')
                    .append(x)
                    .append('+')
                    .append(y)
                    .append(carry == 0 ? "" : "+1")
                    .append('=')
                    .append(sum);
            text.append(column < columns - 1 ? "," : ":");
            carry = sum / 10;
        }
        return text.append(' ').append(a + b).toString();
    }

    /**
     * Two values piece by piece, a digit or a syllable of each in turn, with a mark after each pair that differs:
     * {@code 54} and {@code 56} give {@code 5546!}. Whoever writes it compares neighbours only.
     */
    static String compare(String found, String claimed) {
        List<String> left = pieces(found);
        List<String> right = pieces(claimed);
        boolean number = Character.isDigit(found.charAt(0));
        int count = Math.max(left.size(), right.size());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String a = piece(left, i, count, number);
            String b = piece(right, i, count, number);
            text.append(a).append(i == 0 ? b.toLowerCase(Locale.ROOT) : b).append(a.equals(b) ? "" : "!");
        }
        return text.toString();
    }

    private static List<String> pieces(String value) {
        return List.of(value.split(Character.isLetter(value.charAt(0)) ? "(?<=\\G.{3})" : ""));
    }

    /** Numbers align at their last digit, names at their first syllable. */
    private static String piece(List<String> pieces, int i, int count, boolean number) {
        int at = number ? i - count + pieces.size() : i;
        return at < 0 || at >= pieces.size() ? "-" : pieces.get(at);
    }

    private static int digit(String number, int column) {
        int at = number.length() - 1 - column;
        return at < 0 ? 0 : number.charAt(at) - '0';
    }

    static String decimals(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
