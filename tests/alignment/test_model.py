from compare.alignment import features as evidence
from compare.alignment import model as fitted


def test_the_measured_accuracy_is_between_those_at_the_thresholds_around() -> None:
    low, middle, high = (fitted.accuracy(at, semantic=False) for at in (0.2, 0.22, 0.24))
    assert low is not None
    assert middle is not None
    assert high is not None
    assert low.recall > middle.recall > high.recall
    assert low.left_out_wrongly < middle.left_out_wrongly < high.left_out_wrongly
    assert fitted.accuracy(1.0, semantic=False) == fitted.accuracy(0.99, semantic=False)


def test_only_the_models_for_an_encoder_weigh_what_it_gives() -> None:
    plain, semantic = fitted.load(semantic=False), fitted.load(semantic=True)
    for name in ("event", "alone"):
        assert not set(plain[name].names) & set(evidence.SEMANTIC)
        assert set(semantic[name].names) - set(plain[name].names) <= set(evidence.SEMANTIC)
    assert "encoded" in semantic["event"].names
