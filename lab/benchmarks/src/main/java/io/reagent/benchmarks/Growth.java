package io.reagent.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** A process' memory after each of a known number of events, sampled some hundreds of times. */
final class Growth {
    private static final int SAMPLES = 400;
    private static final Path STATUS = Path.of("/proc/self/status");

    private final List<Sample> samples = new ArrayList<>();
    private final int expected;
    private final LongSupplier kilobytes;
    private int events;

    private record Sample(int events, long kilobytes) {}

    private Growth(int expected, LongSupplier kilobytes) {
        this.expected = expected;
        this.kilobytes = kilobytes;
    }

    /** Of what is resident. */
    static Growth resident(int expected) {
        return new Growth(expected, Growth::read);
    }

    /** Of what is in use on the Java heap after a collection, which each sample asks for. */
    static Growth heap(int expected) {
        return new Growth(expected, () -> {
            System.gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 10;
        });
    }

    /** Counts an event; reads the memory where a sample is due. */
    void sample() {
        events++;
        if (events % Math.max(1, expected / SAMPLES) == 0) {
            samples.add(new Sample(events, kilobytes.getAsLong()));
        }
    }

    int events() {
        return events;
    }

    /** Kilobytes when the second half began. */
    long middle() {
        return secondHalf().getFirst().kilobytes();
    }

    /** Kilobytes at the last sample. */
    long last() {
        return samples.getLast().kilobytes();
    }

    /** Kilobytes per event over the second half: the least-squares line through its samples. */
    double slope() {
        List<Sample> half = secondHalf();
        double x = half.stream().mapToInt(Sample::events).average().orElseThrow();
        double y = half.stream().mapToLong(Sample::kilobytes).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (Sample sample : half) {
            covariance += (sample.events() - x) * (sample.kilobytes() - y);
            variance += (sample.events() - x) * (sample.events() - x);
        }
        return variance == 0 ? 0 : covariance / variance;
    }

    private List<Sample> secondHalf() {
        if (samples.size() < 4) {
            throw new IllegalStateException("a slope needs more events than " + events);
        }
        return samples.subList(samples.size() / 2, samples.size());
    }

    private static long read() {
        try {
            return Files.exists(STATUS) ? fromStatus() : fromPs();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long fromStatus() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static long fromPs() throws IOException {
        String pid = String.valueOf(ProcessHandle.current().pid());
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", pid).start();
        return Long.parseLong(new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
    }
}
