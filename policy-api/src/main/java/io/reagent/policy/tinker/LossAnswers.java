package io.reagent.policy.tinker;

import io.reagent.lm.train.LossMetrics;
import io.reagent.lm.train.LossResult;
import io.reagent.policy.futures.Answer;
import io.reagent.policy.tinker.proto.ArrayRecord;
import io.reagent.policy.tinker.proto.BatchedTensor;
import io.reagent.policy.tinker.proto.DType;
import io.reagent.policy.tinker.proto.ForwardBackwardOutput;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;

/** Computed losses to the wire. */
final class LossAnswers {
    private LossAnswers() {}

    static Answer.Result of(LossResult result) {
        ForwardBackwardOutput.Builder output = ForwardBackwardOutput.newBuilder()
                .setLossFnOutputType("ArrayRecord")
                .addLossFnOutputs(ArrayRecord.newBuilder()
                        .setNumDatums(result.examples().size())
                        .putFields("logprobs", joined(result.examples(), LossResult.Tokens::logprobs))
                        .putFields("elementwise_loss", joined(result.examples(), LossResult.Tokens::losses)));
        metrics(output, result);
        return new Answer.Result(Answer.Format.FORWARD_BACKWARD, output.build().toByteArray());
    }

    private static BatchedTensor joined(List<LossResult.Tokens> examples, Function<LossResult.Tokens, float[]> part) {
        long[] offsets = new long[examples.size() + 1];
        for (int i = 0; i < examples.size(); i++) {
            offsets[i + 1] = offsets[i] + (long) Float.BYTES * part.apply(examples.get(i)).length;
        }
        ByteBuffer data = Numbers.allocate(Math.toIntExact(offsets[examples.size()]));
        for (LossResult.Tokens example : examples) {
            for (float value : part.apply(example)) {
                data.putFloat(value);
            }
        }
        return BatchedTensor.newBuilder()
                .setDtype(DType.DTYPE_FLOAT32)
                .setData(com.google.protobuf.UnsafeByteOperations.unsafeWrap(data.array()))
                .setOffsets(Numbers.bytes(offsets))
                .build();
    }

    /** Clients join the metrics of one call's parts as the ending of each name says. */
    private static void metrics(ForwardBackwardOutput.Builder output, LossResult result) {
        LossMetrics metrics = result.metrics();
        output.putMetrics("loss:sum", result.loss());
        output.putMetrics("tokens:sum", metrics.tokens());
        putKnown(output, "ratio:mean", metrics.meanRatio());
        putKnown(output, "clip_fraction:mean", metrics.clipFraction());
        putKnown(output, "entropy:mean", metrics.entropy());
        putKnown(output, "kl_v1:mean", metrics.klV1());
        putKnown(output, "kl_v3:mean", metrics.klV3());
    }

    private static void putKnown(ForwardBackwardOutput.Builder output, String name, double value) {
        if (!Double.isNaN(value)) {
            output.putMetrics(name, value);
        }
    }
}
