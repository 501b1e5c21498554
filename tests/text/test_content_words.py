from compare.text import content_words as content


def test_the_name_us_is_content_and_the_pronoun_is_none() -> None:
    read = content.read("The US told us to wait.")
    assert read.forms == ("us", "wait")
    assert read.capitals == {"us"}
    assert content.read("US troops wait.").forms == ("us", "troops", "wait")
