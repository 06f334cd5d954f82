package io.reagent.recipes;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an evaluation is told.
 *
 * @param values by position
 * @param json whether the report, and nothing else, is printed, as JSON
 */
record EvaluationArguments(List<String> values, boolean json) {
    private static final String JSON = "--json";

    EvaluationArguments {
        values = List.copyOf(values);
    }

    static EvaluationArguments of(String... arguments) {
        return new EvaluationArguments(
                Stream.of(arguments).filter(argument -> !argument.equals(JSON)).toList(),
                List.of(arguments).contains(JSON));
    }

    String text(int position, String otherwise) {
        return position < values.size() ? values.get(position) : otherwise;
    }

    int count(int position, int otherwise) {
        return Integer.parseInt(text(position, Integer.toString(otherwise)));
    }

    double number(int position, double otherwise) {
        return Double.parseDouble(text(position, Double.toString(otherwise)));
    }

    /** Where figures are told as they come. */
    PrintStream told() {
        return json ? System.err : System.out;
    }

    /** Leaves the report in the file that a position names, if it does, and prints it where it was asked for. */
    void report(Map<String, Object> report, int position) throws IOException {
        byte[] written = JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(report);
        String file = text(position, "");
        if (!file.isEmpty()) {
            Files.write(Path.of(file), written);
        }
        if (json) {
            System.out.write(written);
            System.out.println();
        }
    }
}
