package io.reagent.lm.compute;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where models are computed, by the name a setting gives it: {@code cpu}, {@code gpu}, or {@code gpu:1} for the second. */
public final class Devices {
    private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,3}))?");

    private Devices() {}

    /**
     * The device of that name.
     *
     * @throws IllegalArgumentException when the name is none, or there is no such device; the message says what to do
     */
    public static Device named(String name) {
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        Matcher gpu = GPU.matcher(name);
        if (!gpu.matches()) {
            throw new IllegalArgumentException("device is '" + name + "'; use cpu, gpu or gpu:N");
        }
        int index = gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1));
        int there = Engine.getEngine("PyTorch").getGpuCount();
        if (index >= there) {
            throw new IllegalArgumentException("device is '" + name + "', but this process sees " + there
                    + " GPUs; use cpu, or give it a libtorch with CUDA as docs/gpu.md says");
        }
        return Device.gpu(index);
    }
}
