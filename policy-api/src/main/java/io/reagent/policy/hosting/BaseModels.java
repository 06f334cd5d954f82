package io.reagent.policy.hosting;

import io.reagent.kit.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** The base models of this service, loaded at its start. */
public final class BaseModels implements AutoCloseable {
    private final List<BaseModel> all = new ArrayList<>();

    private BaseModels() {}

    static BaseModels load(Map<String, BaseModelProperties> settings) {
        BaseModels models = new BaseModels();
        try {
            for (Map.Entry<String, BaseModelProperties> entry : settings.entrySet()) {
                models.all.add(BaseModel.load(entry.getKey(), entry.getValue()));
            }
            models.all.sort(Comparator.comparing(BaseModel::name));
            return models;
        } catch (RuntimeException e) {
            models.close();
            throw e;
        }
    }

    /** In the order of their names. */
    public List<BaseModel> all() {
        return List.copyOf(all);
    }

    public boolean has(String name) {
        return all.stream().anyMatch(model -> model.name().equals(name));
    }

    /** @throws io.reagent.kit.problem.ProblemException 404 that names the models there are */
    public BaseModel named(String name) {
        return all.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                HttpStatus.NOT_FOUND, "no-such-model", "There is no base model '" + name + "'")
                        .field("base_model")
                        .remedy("Base models here: "
                                + String.join(
                                        ", ", all.stream().map(BaseModel::name).toList()) + ".")
                        .asException());
    }

    @Override
    public void close() {
        all.forEach(BaseModel::close);
        all.clear();
    }
}
