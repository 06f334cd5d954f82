package io.reagent.training.datasets;

/** A dataset that cannot be read, in words for whoever named it. */
public final class DatasetException extends RuntimeException {
    public DatasetException(String message) {
        super(message);
    }

    DatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}
