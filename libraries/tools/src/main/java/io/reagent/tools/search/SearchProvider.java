package io.reagent.tools.search;

import io.reagent.core.tools.ToolContext;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Something that finds pages. */
public interface SearchProvider {
    /** The best hits, best first, about {@code topK} of them; fails with a {@code ToolException}. */
    CompletionStage<List<SearchHit>> search(String query, int topK, ToolContext context);
}
