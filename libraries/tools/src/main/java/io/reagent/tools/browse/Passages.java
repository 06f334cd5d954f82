package io.reagent.tools.browse;

import io.reagent.core.tools.ToolException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;

/** Ranks texts by BM25 against a query, English stemming included. */
final class Passages {
    private static final String TEXT = "text";

    private Passages() {}

    /** Indices of the {@code most} best texts, best first; those that share no word with the query are not among them. */
    static List<Integer> rank(List<String> texts, String query, int most) {
        try (Analyzer analyzer = new EnglishAnalyzer();
                ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
            var words = new QueryBuilder(analyzer).createBooleanQuery(TEXT, query);
            if (words == null || texts.isEmpty()) {
                return List.of();
            }
            try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
                for (String text : texts) {
                    Document document = new Document();
                    document.add(new TextField(TEXT, text, Field.Store.NO));
                    writer.addDocument(document);
                }
                // one segment keeps document numbers in the order of adding
                writer.forceMerge(1);
            }
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                List<Integer> ranked = new ArrayList<>();
                for (ScoreDoc hit : new IndexSearcher(reader).search(words, most).scoreDocs) {
                    ranked.add(hit.doc);
                }
                return ranked;
            }
        } catch (IndexSearcher.TooManyClauses tooLong) {
            throw new ToolException(
                    "query: has more than " + IndexSearcher.getMaxClauseCount() + " words; ask for less", tooLong);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
