package io.reagent.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Learns a byte-level BPE vocabulary: the 256 bytes, then one token per merge of the most frequent neighbours, counted
 * over distinct words and kept up to date incrementally (Sennrich et al. 2016). Deterministic: of equally frequent pairs
 * the one with the smaller ids is merged first, which makes the merges those of Hugging Face's trainer.
 */
public final class BpeTrainer {
    /** Pairs seen fewer times are not merged, even if the vocabulary stays smaller than asked for. */
    private static final int MINIMUM_COUNT = 2;

    private final int[][] words;
    private final int[] lengths;
    private final long[] counts;
    private final Map<Long, Pair> pairs = new HashMap<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>();
    private final List<String> pieces = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<BpeVocabulary.Merge> merges = new ArrayList<>();

    /** A pair of neighbouring tokens: how often it stands in the text, and the words it was seen in. */
    private static final class Pair {
        long count;
        int[] places = new int[2];
        int size;

        void addPlace(int word) {
            if (size > 0 && places[size - 1] == word) {
                return;
            }
            if (size == places.length) {
                places = Arrays.copyOf(places, 2 * size);
            }
            places[size++] = word;
        }
    }

    /** A pair with the count it had when queued; a stale count is corrected when it comes up. */
    private record Candidate(long count, int left, int right) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            int byCount = Long.compare(other.count, count);
            int byLeft = byCount != 0 ? byCount : Integer.compare(left, other.left);
            return byLeft != 0 ? byLeft : Integer.compare(right, other.right);
        }
    }

    private BpeTrainer(Map<String, Long> wordCounts) {
        byte[] alphabet = new byte[256];
        for (char c : alphabetInOrder()) {
            alphabet[Byte.toUnsignedInt(ByteAlphabet.bytes(String.valueOf(c))[0])] = (byte) pieces.size();
            ids.put(String.valueOf(c), pieces.size());
            pieces.add(String.valueOf(c));
        }
        words = new int[wordCounts.size()][];
        lengths = new int[words.length];
        counts = new long[words.length];
        int word = 0;
        for (Map.Entry<String, Long> entry : wordCounts.entrySet()) {
            byte[] utf8 = entry.getKey().getBytes(StandardCharsets.UTF_8);
            int[] symbols = new int[utf8.length];
            for (int i = 0; i < utf8.length; i++) {
                symbols[i] = Byte.toUnsignedInt(alphabet[Byte.toUnsignedInt(utf8[i])]);
            }
            words[word] = symbols;
            lengths[word] = symbols.length;
            counts[word++] = entry.getValue();
        }
    }

    /**
     * Trains on texts.
     *
     * @param vocabularySize tokens in all, added ones included; fewer come out when the texts do not repeat enough
     * @param added control tokens and tags; they get the last ids, in this order, and are not trained on
     */
    public static BpeVocabulary train(Iterable<String> texts, int vocabularySize, List<AddedToken> added) {
        int learned = vocabularySize - added.size();
        if (learned < 256) {
            throw new IllegalArgumentException("vocabulary_size must be at least 256 + " + added.size()
                    + " (bytes and added tokens), was " + vocabularySize);
        }
        BpeTrainer trainer = new BpeTrainer(WordSplitter.count(texts, added));
        trainer.countPairs();
        trainer.merge(learned);
        return new BpeVocabulary(trainer.pieces, trainer.merges, added);
    }

    private static char[] alphabetInOrder() {
        char[] characters = new char[256];
        for (int b = 0; b < 256; b++) {
            characters[b] = ByteAlphabet.character(b);
        }
        Arrays.sort(characters);
        return characters;
    }

    private void countPairs() {
        for (int word = 0; word < words.length; word++) {
            for (int i = 0; i + 1 < words[word].length; i++) {
                change(words[word][i], words[word][i + 1], word, counts[word]);
            }
        }
        pairs.forEach((key, pair) -> queue.add(new Candidate(pair.count, (int) (key >>> 32), key.intValue())));
    }

    private void merge(int size) {
        while (pieces.size() < size && !queue.isEmpty()) {
            Candidate top = queue.remove();
            Pair pair = pairs.get(key(top.left, top.right));
            if (pair == null || pair.count < MINIMUM_COUNT) {
                continue;
            }
            if (pair.count != top.count) {
                queue.add(new Candidate(pair.count, top.left, top.right));
                continue;
            }
            pairs.remove(key(top.left, top.right));
            apply(top, pair);
        }
    }

    private void apply(Candidate top, Pair pair) {
        String piece = pieces.get(top.left) + pieces.get(top.right);
        Integer known = ids.putIfAbsent(piece, pieces.size());
        int merged = known == null ? pieces.size() : known;
        if (known == null) {
            pieces.add(piece);
        }
        merges.add(new BpeVocabulary.Merge(pieces.get(top.left), pieces.get(top.right)));
        Set<Long> grown = new HashSet<>();
        for (int place = 0; place < pair.size; place++) {
            mergeInWord(pair.places[place], top.left, top.right, merged, grown);
        }
        for (long key : grown) {
            Pair changed = pairs.get(key);
            if (changed != null && changed.count >= MINIMUM_COUNT) {
                queue.add(new Candidate(changed.count, (int) (key >>> 32), (int) key));
            }
        }
    }

    private void mergeInWord(int word, int left, int right, int merged, Set<Long> grown) {
        int[] symbols = words[word];
        int length = lengths[word];
        int out = 0;
        for (int i = 0; i < length; i++) {
            if (i + 1 >= length || symbols[i] != left || symbols[i + 1] != right) {
                symbols[out++] = symbols[i];
                continue;
            }
            if (out > 0) {
                change(symbols[out - 1], left, word, -counts[word]);
                grown.add(change(symbols[out - 1], merged, word, counts[word]));
            }
            if (i + 2 < length) {
                change(right, symbols[i + 2], word, -counts[word]);
                grown.add(change(merged, symbols[i + 2], word, counts[word]));
            }
            symbols[out++] = merged;
            i++;
        }
        lengths[word] = out;
    }

    private long change(int left, int right, int word, long difference) {
        long key = key(left, right);
        Pair pair = difference > 0 ? pairs.computeIfAbsent(key, unused -> new Pair()) : pairs.get(key);
        if (pair != null) {
            pair.count += difference;
            if (difference > 0) {
                pair.addPlace(word);
            }
        }
        return key;
    }

    private static long key(int left, int right) {
        return ((long) left << 32) | right;
    }
}
