package io.reagent.lm.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductsTest {
    /** On both sides of each bound of products_onednn.py: 64 rows, 262,144 numbers. */
    @ParameterizedTest
    @CsvSource({"1, 512, 512", "4, 640, 512", "64, 1024, 256", "65, 512, 512", "1, 511, 512", "3, 8, 16"})
    void a_product_through_onednn_is_the_librarys_but_for_rounding(int rows, int outputs, int inputs) {
        try (Model program = TorchScript.load(Device.cpu(), "decoder.py", "products_onednn.py", "training.py");
                NDManager scope = program.getNDManager().newSubManager()) {
            NDArray x = scope.randomUniform(-1, 1, new Shape(rows, inputs), DataType.FLOAT32);
            NDArray weight = scope.randomUniform(-1, 1, new Shape(outputs, inputs), DataType.FLOAT32);
            try (IValue left = IValue.from((PtNDArray) x);
                    IValue right = IValue.from((PtNDArray) weight);
                    IValue product = IValueUtils.runMethod(TorchScript.block(program), "multiply", left, right)) {
                NDArray ours = product.toTensor((PtNDManager) scope);
                NDArray expected = x.matMul(weight.transpose());
                assertThat(ours.getShape()).isEqualTo(new Shape(rows, outputs));
                assertThat(ours.sub(expected).abs().max().getFloat()).isLessThan(1e-4f);
                assertThat(expected.abs().max().getFloat()).isGreaterThan(0.1f);
            }
        }
    }
}
