package io.reagent.charts;

/** Java finds no fonts on this machine, without which it measures no text. */
public final class NoFontsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoFontsException(Throwable cause) {
        super("no fonts are installed, or no fontconfig; on Debian: apt install fontconfig fonts-dejavu-core", cause);
    }
}
