package io.reagent.policy.futures;

import org.jspecify.annotations.Nullable;

/** How a request ended. */
public sealed interface Answer {
    /** What the bytes of a result are. */
    enum Format {
        JSON,
        /** A protobuf {@code SampleResponse}. */
        SAMPLE,
        /** A protobuf {@code ForwardBackwardOutput}. */
        FORWARD_BACKWARD
    }

    /** Whose fault a failure is, in the protocol's words. */
    enum Category {
        /** The request's: sent again it fails again. */
        USER,
        /** The service's. */
        SERVER
    }

    /** It was done; nobody changes the bytes. */
    record Result(Format format, byte[] bytes) implements Answer {}

    /**
     * It was not done, and nothing was changed.
     *
     * @param field of the request that is at fault
     */
    record Failure(
            Category category, String error, @Nullable String field) implements Answer {
        public static Failure user(String error, @Nullable String field) {
            return new Failure(Category.USER, error, field);
        }

        public static Failure server(String error) {
            return new Failure(Category.SERVER, error, null);
        }
    }

    /** Bytes that keeping it takes. */
    default int size() {
        return switch (this) {
            case Result result -> result.bytes().length;
            case Failure failure -> failure.error().length();
        };
    }
}
