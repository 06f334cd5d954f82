package io.reagent.policy.hosting;

import io.reagent.kit.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/** The base models of this service, loaded at its start. One that cannot be loaded leaves the others as they are. */
public final class BaseModels implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BaseModels.class);

    private final List<BaseModel> all = new ArrayList<>();
    /** What is wrong with those that could not be loaded. */
    private final Map<String, String> unusable = new TreeMap<>();

    private BaseModels() {}

    static BaseModels load(Map<String, BaseModelProperties> settings) {
        BaseModels models = new BaseModels();
        settings.forEach(models::add);
        models.all.sort(Comparator.comparing(BaseModel::name));
        return models;
    }

    private void add(String name, BaseModelProperties settings) {
        try {
            all.add(BaseModel.load(name, settings));
        } catch (RuntimeException e) {
            Path directory = settings.directory().toAbsolutePath().normalize();
            String why = String.valueOf(e.getMessage());
            unusable.put(name, why.contains(directory.toString()) ? why : directory + ": " + why);
            log.error("Base model {} is not available: {}", name, unusable.get(name), e);
        }
    }

    /** Those that are loaded, in the order of their names. */
    public List<BaseModel> all() {
        return List.copyOf(all);
    }

    /** The configured names in order, those that could not be loaded among them. */
    public List<String> names() {
        TreeSet<String> names = new TreeSet<>(unusable.keySet());
        all.forEach(model -> names.add(model.name()));
        return List.copyOf(names);
    }

    /** Whether one of the name is configured. */
    public boolean has(String name) {
        return names().contains(name);
    }

    /** Why there is no base model of the name to be used; null when there is one. */
    public @Nullable String problem(String name) {
        return has(name)
                ? unusable.get(name)
                : "There is no base model '" + name + "'; base models here: " + String.join(", ", names());
    }

    /**
     * @throws io.reagent.kit.problem.ProblemException 404 that names the models there are, or 503 that says why this one
     *     could not be loaded
     */
    public BaseModel named(String name) {
        String why = unusable.get(name);
        if (why != null) {
            throw Unusable.base(name, why);
        }
        return all.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> Problem.of(HttpStatus.NOT_FOUND, "no-such-model", "There is no base model '" + name + "'")
                                .field("base_model")
                                .remedy("Base models here: " + String.join(", ", names()) + ".")
                                .asException());
    }

    @Override
    public void close() {
        all.forEach(BaseModel::close);
        all.clear();
    }
}
