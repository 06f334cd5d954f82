package io.reagent.text;

/**
 * A token that stands outside the merges: its text is never split and has one id.
 *
 * @param content its text, as written in prompts
 * @param special whether it is a control token, left out by {@code skipSpecial}; tags like {@code <think>} usually are not
 */
public record AddedToken(String content, boolean special) {
    public AddedToken {
        if (content.isEmpty()) {
            throw new IllegalArgumentException("an added token is empty");
        }
    }

    /** A control token. */
    public static AddedToken special(String content) {
        return new AddedToken(content, true);
    }

    /** An unsplit tag that counts as ordinary text when decoding. */
    public static AddedToken tag(String content) {
        return new AddedToken(content, false);
    }
}
