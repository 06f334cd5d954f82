package io.reagent.core.grading;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what a last message gives as its answer. */
public final class FinalAnswer {
    private static final String BOX = "\\boxed{";
    private static final Pattern TAGGED = Pattern.compile("<answer>(.*?)</answer>", Pattern.DOTALL);

    private FinalAnswer() {}

    /**
     * The content of the last {@code \boxed{…}} that is closed, braces in it balanced; without one that of the last
     * {@code <answer>…</answer>}; without either the whole message. White space at both ends is gone.
     */
    public static String of(String message) {
        for (int at = message.lastIndexOf(BOX); at >= 0; at = message.lastIndexOf(BOX, at - 1)) {
            int from = at + BOX.length();
            int close = closing(message, from);
            if (close >= 0) {
                return message.substring(from, close).strip();
            }
        }
        String answer = message;
        Matcher tagged = TAGGED.matcher(message);
        while (tagged.find()) {
            answer = tagged.group(1);
        }
        return answer.strip();
    }

    /** Index of the brace that closes the one before {@code from}, or -1; an escaped brace is text. */
    private static int closing(String text, int from) {
        int open = 1;
        for (int i = from; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\\' -> i++;
                case '{' -> open++;
                case '}' -> open--;
                default -> {}
            }
            if (open == 0) {
                return i;
            }
        }
        return -1;
    }
}
