from compare.alignment import context_features as context
from compare.alignment import features as evidence
from compare.alignment import model as fitted


def test_the_measured_accuracy_is_between_those_at_the_thresholds_around() -> None:
    low, middle, high = (fitted.accuracy(at) for at in (0.2, 0.22, 0.24))
    assert low is not None
    assert middle is not None
    assert high is not None
    assert low.recall > middle.recall > high.recall
    assert low.left_out_wrongly < middle.left_out_wrongly < high.left_out_wrongly
    assert fitted.accuracy(1.0) == fitted.accuracy(0.99)


def test_each_model_looks_at_what_the_one_before_it_gives() -> None:
    models = fitted.load()
    assert models["event"].names == evidence.NAMES
    assert models["context"].names == context.NAMES
    assert models["read"].names == ("context", "cross_encoder")
    assert models["alone"].names == evidence.ALONE
    assert models["alone_read"].names == ("alone", "cross_encoder")
    for name in ("read", "alone_read"):
        assert (models[name].coefficients > 0).all(), "neither speaks against a match"
