"""Closed lists of words that reading needs: abbreviations, titles, verbs of saying.

English in the main, with the commonest forms of Spanish, French, German, Portuguese and Italian.
All are compared as written here unless the name says ``lower``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "ABBREVIATIONS_INSIDE",
    "ABBREVIATIONS_MAYBE_LAST",
    "ABBREVIATIONS_OF_TIME",
    "ADVERBS_LOWER",
    "AFTER_SOURCE_LOWER",
    "ALL_CUES_LOWER",
    "AUXILIARIES_LOWER",
    "CUES_ASKING_LOWER",
    "CUES_LOWER",
    "CUES_TURNING_LOWER",
    "CUES_WEAK_LOWER",
    "DETERMINERS_LOWER",
    "FEMALE_LOWER",
    "GROUP_WORDS_LOWER",
    "LINKS_LOWER",
    "MALE_LOWER",
    "NUMBERED",
    "OPPOSITES",
    "PARTICLES_LOWER",
    "PHRASAL",
    "PREPOSITIONS_LOWER",
    "PRONOUNS_LOWER",
    "ROLES_LOWER",
    "STARTERS",
    "TITLES",
    "TITLES_OF_OFFICE_LOWER",
    "ZONES",
    "listed",
]


def listed(text: str) -> frozenset[str]:
    """The words of a list written as text."""
    return frozenset(text.split())


# A full stop after one of these never ends a sentence: a name or a number follows.
ABBREVIATIONS_INSIDE = listed("""
Mr Mrs Ms Mx Messrs Mmes Dr Drs Prof Profs Rev Revs Hon Fr Msgr Pres Supt Insp Atty Esq. Gen Gens
Brig Maj Col Lt Capt Cpt Cmdr Cmdre Comdr Sgt Cpl Pvt Pfc Spc Adm Adml Ens Rear Rep Reps Sen Sens
Gov Govs Amb Del Asst Assoc Det Dep Ald Treas Sec Secy vs v viz cf ca approx resp incl eg ie Sr.
Sra Srta Dra Dn Lic Ing Arq Ud Uds Mme Mlle MM Hr Hrn Fr. bzw bspw evtl ggf sog vgl z.B
""")
# These may: they do where a word follows that opens sentences.
ABBREVIATIONS_MAYBE_LAST = listed("""
St Ste Mt Mts Ft Pt Inc Corp Co Cos Ltd LLC Bros Jr Sr Ph.D PhD M.D Esq Dept Ave Blvd Rd Univ Assn
Gmbh GmbH Cie Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Ala Ariz Ark Calif Colo Conn Del
Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn Tenn Tex Va Vt
Wash Wis Wyo Ont Que EE UU JJ OO FF AA al lb lbs oz ft mph est
""")
ABBREVIATIONS_OF_TIME = listed("a.m p.m A.M P.M am pm etc usw")
# What follows "10 a.m." without ending the sentence.
ZONES = listed("""
EST EDT ET CST CDT CT MST MDT MT PST PDT PT GMT UTC BST CET CEST IST Eastern Central Pacific
Mountain Greenwich Local Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February
March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug
Sept Sep Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri Sat Sun
""")
# Abbreviations only where a number follows: "No. 5", and yet "He said no."
NUMBERED = listed("""
No no Nos nos Nr nr Núm núm Art art Fig fig Figs p pp pág S Ch ch Vol vol Ver Rs Abs Kap Sec sec
Para para Ex Rm Apt Ste Rte Hwy n° App
""")
# Words that open a sentence and hardly ever follow an abbreviation inside one.
STARTERS = listed("""
The This That These Those There Then Thus They Their He His She Her It Its We Our You Your I My A
An And But Or Nor So Yet If When While Where Whether Why What Who How Which After Although As At
Because Before Both By Despite During Each Even Every For From Further However In Indeed Instead
Last Later Many Meanwhile More Most Moreover Nearly Neither No None Not Nothing Now On Once One
Only Other Others Over Perhaps Since Some Still Such Though Through Today To Under Unlike Until
Upon With Within Without Yes Two Three Four Five Six Seven Eight Nine Ten About Above According
Across Again Also Another Any Anyone Between Did Do Does Earlier Either Everyone Few Here
Officials Police Well Hey Oh Yeah Okay Please Sure Maybe Asked Are Is Was Were Will Would Can
Could Should Has Have Had Let Just Like El La Los Las Un Una Y Pero Es En Se Su Él Ella Le Les Des
Une Et Mais Il Elle Ils Dans Der Die Das Ein Eine Und Aber Er Sie Wir Im Auf
""")

TITLES = listed("""
Sec Secy Supt Asst Mr Mrs Ms Mx Miss Dr Prof Professor Rev Reverend Hon Sir Dame Lord Lady
Baroness Baron Gen General Brig Brigadier Maj Major Col Colonel Lt Lieutenant Capt Captain Cmdr
Commander Sgt Sergeant Cpl Corporal Pvt Private Adm Admiral Rear Vice Deputy Assistant Associate
Acting Former Ex Rep Reps Representative Sen Sens Senator Senate House Gov Govs Governor Amb
Ambassador Pres President President-elect Chairman Chairwoman Chair Chairperson Speaker Secretary
Undersecretary Minister Prime Foreign Defense Defence Interior Finance Justice Health Education
State Treasury Energy Labor Commerce Home Attorney Solicitor District Judge Magistrate Chief
Executive Officer CEO CFO COO Director Manager Administrator Commissioner Superintendent Inspector
Detective Sheriff Trooper Constable Mayor Councilman Councilwoman Councillor Councilor Alderman
Congressman Congresswoman Lawmaker Assemblyman Assemblywoman Leader Majority Minority Whip
Republican Democrat Democratic GOP Conservative Labour Pope Cardinal Archbishop Bishop Father
Sister Imam Rabbi Ayatollah Sheikh King Queen Prince Princess Chancellor Premier Spokesman
Spokeswoman Spokesperson Coach Principal Army Navy Marine Marines Corps Air Force Joint Chiefs
Staff Staffer Press Supreme First Mayor-elect Fire Police Sr Sra Señor Señora Monsieur Madame Mme
Herr Frau Don Doña Dra Presidente Ministro Ministra Author Actor Actress Singer Rapper Analyst
Economist Researcher Strategist Senior U.S US UK American British French German Russian Chinese
Iranian Israeli Iraqi Turkish Ukrainian Canadian Australian Indian Japanese Korean Mexican Saudi
Syrian Egyptian Italian Spanish Polish Texas California Florida Ohio Kansas Wisconsin Kentucky
Vermont Arizona Illinois Michigan Pennsylvania Massachusetts York
""")

# Verbs that mean speech by themselves, in the forms that stand beside their subject.
CUES_LOWER = listed("""
said says say saying told tells telling added adds adding wrote writes write writing tweeted
tweets tweeting noted notes noting explained explains explaining insisted insists insisting argued
argues arguing claimed claiming stated states stating announced announces announcing warned warns
warning declared declares declaring acknowledged acknowledges acknowledging admitted admits
admitting alleged alleges alleging asserted asserts asserting contended contends maintains
concluded concludes concluding confirmed confirms confirming conceded concedes denied denies
denying emphasized emphasizes emphasised emphasizing stressed stresses stressing observed observes
recalled recalls recounted remarked reported reporting reiterated reiterates suggested suggests
suggesting testified testifies vowed vows predicted predicts complained countered cautioned joked
quipped boasted commented elaborated exclaimed lamented mused opined proclaimed reasoned retorted
texted believes believe thinks estimated revealed dijo dice afirmó afirma señaló señala declaró
explicó aseguró indicó añadió agregó manifestó sostuvo advirtió reiteró subrayó comentó destacó
respondió precisó anunció déclaré dit affirmé expliqué ajouté estimé assuré souligné précisé
indiqué annoncé dénoncé lancé déclare affirme explique ajoute estime assure souligne précise sagte
sagt erklärte betonte teilte kritisierte forderte warnte ergänzte meinte schrieb disse afirmou
declarou explicou acrescentou ressaltou detto dichiarato spiegato aggiunto affermato
""")
CUES_ASKING_LOWER = listed("""
asked asks asking inquired wondered questioned demanded pondered queried preguntó demandé fragte
perguntou chiesto
""")
# Verbs that mean speech where a quotation stands beside them.
CUES_WEAK_LOWER = listed("""
called calls calling described describes describing dubbed termed labeled labelled branded tell
continued continues continuing replied replies replying responded responds responding posted posts
posting repeated repeats repeating reads read reading claims reports charges charged charging
agreed agrees answered answers thought felt feels hopes hoped blasted slammed criticized praised
mocked attacked accused condemned echoed interjected offered pressed proposed demands pledged
pledges promised promises urged urges urging quoted quotes quoting bragged begged declined
disclosed hinted implored maintained muttered pleaded protested ranted rebuked recommended relayed
scoffed shouted snapped speculated summarized threatened whispered yelled chanted captioned
concurred stipulated shot pointed blamed vented fumed referred referring refers asserting cited
citing cites signed titled showed shows dismissed defended rejected characterized invoked used
uses using expressed voiced issued released put puts began begins concluded went invited
encouraged instructed ordered assured reminded thanked apologized joking laughed sighed nodded
smiled found emailed teased touted hailed denounced decried derided ridiculed lambasted ripped
attributed credited portrayed painted likened compared presented
""")
ALL_CUES_LOWER = CUES_LOWER | CUES_ASKING_LOWER | CUES_WEAK_LOWER

# Between a subject and its verb of saying: "Esper also repeatedly said".
ADVERBS_LOWER = listed("""
also then later once again has had have further even still just now earlier recently already
therefore thus only first twice never ever often always sometimes soon instead simply himself
herself themselves itself who did does do would could will today yesterday ha a hat haben monday
tuesday wednesday thursday friday saturday sunday reportedly
""")
DETERMINERS_LOWER = listed("""
the a an his her its their our my your this that these those one two three four five six some many
several other another most few both all every each any no such more el la los las un una le les
der die das ein eine o os as um uma il lo
""")
PREPOSITIONS_LOWER = listed("""
of for at from in with on inside within de del du des von vom der do da dos di della
""")
PRONOUNS_LOWER = listed("he she they it i we you who él ella ellos il elle ils elles er sie")
PARTICLES_LOWER = listed("""
de del della der den di du da dos la le el al bin ibn ben van von ter ten zu y e abu st al- af
""")
# A name with one of these is no person's.
GROUP_WORDS_LOWER = listed("""
house senate congress department ministry university college school court committee commission
agency administration party company corp inc group association council institute foundation center
centre bank service services police force forces army navy corps times post journal news tribune
press daily herald guardian bbc cnn network radio television street avenue road city county state
states republic kingdom union nations america europe africa asia east west north south northern
southern eastern western pentagon kremlin white capitol hill parliament government bureau board
office team club league airlines airport hospital church international national federal american
british french german russian chinese iranian israeli act bill law amendment treaty agreement deal
day week month war january february march april june july august september october november
december monday tuesday wednesday thursday friday saturday sunday island river lake mount park
square hotel trade world cup games olympics security intelligence defense research conference
summit super project fund
""")
# Common nouns for people who speak; a subject may be one of these without an article.
ROLES_LOWER = listed("""
officials official police authorities critics experts analysts sources source spokesman
spokeswoman spokesperson spokesmen investigators prosecutors lawyers attorneys lawmakers aides
advisers economists researchers scientists doctors witnesses residents relatives reporters
organizers activists supporters opponents republicans democrats firefighters teachers parents
students voters diplomats ministers senators former senior chief co-founder founder president
chairman chairwoman secretary minister senator congressman congresswoman representative governor
general colonel admiral judge director leader mayor sheriff commissioner candidate nominee
professor author host anchor commander ambassador captain lieutenant sergeant officer detective
attorney prosecutor doctor executive manager coach player actor actress singer analyst economist
strategist adviser advisor counsel king queen pope bishop archbishop premier chancellor justice
deputy correspondent columnist editor reporter writer billionaire businessman mogul lawmaker
politician soldier veteran mother father brother sister wife husband son daughter widow neighbor
neighbour cousin uncle aunt friend
""")
FEMALE_LOWER = listed("""
mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret
sandra ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca sharon
laura cynthia kathleen amy angela shirley anna ruth brenda pamela nicole katherine samantha
christine emma catherine debra virginia rachel carolyn janet maria heather diane julie joyce
victoria kelly christina joan evelyn lauren judith olivia martha cheryl megan andrea ann alice
jean doris hannah julia grace judy theresa rose beverly denise marilyn amber danielle brittany
diana abigail jane natalie lori tiffany alexis kayla hillary melania ivanka nikki kamala
condoleezza angelina sonia elena anne kate katie jill jenna gina loretta dianne tammy claire
kirsten marine ursula christiane greta malala nadia fatima aisha leila yulia olga svetlana natasha
ingrid astrid isabel carmen lucia sofia rosa teresa ana paula claudia monica erika heidi ellen
joanna sally wendy peggy kellyanne huma debbie maggie molly naomi nora tulsi valerie vanessa
veronica zoe mrs ms miss mme lady queen princess congresswoman chairwoman spokeswoman councilwoman
actress sra señora dame baroness sister madame frau
""")
MALE_LOWER = listed("""
james robert john michael david william richard joseph thomas christopher charles daniel matthew
anthony mark donald steven andrew paul joshua kenneth kevin brian george timothy ronald jason
edward jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin
samuel gregory alexander patrick frank raymond jack dennis jerry tyler aaron jose adam nathan
henry zachary douglas peter kyle noah ethan jeremy walter christian keith roger terry austin sean
gerald carl harold dylan arthur lawrence jordan jesse bryan billy bruce gabriel joe logan alan
juan albert willie elijah wayne randy vincent mason roy ralph bobby russell bradley philip eugene
barack mitt newt ted marco jeb ben bernie rand mike tim tom jim bob bill dan steve chris dave don
jeff greg matt nick rick ron sam tony vladimir dmitry sergei boris emmanuel francois jean pierre
hans klaus karl jens lars mohammed muhammad mohamed ahmed ali hassan hussein omar khalid abdul
ibrahim yusuf carlos luis miguel jorge pedro pablo antonio francisco manuel rafael fernando javier
mario giovanni luca paolo mr sir lord king prince congressman chairman spokesman councilman actor
pope father imam rabbi herr monsieur sr señor businessman
""")
# What may stand between two clauses.
LINKS_LOWER = listed("""
and but as while that when because although after before if though which where since or so y et
und que dass
""")
# Auxiliaries, and what else no name holds.
AUXILIARIES_LOWER = listed("""
is was were are be been being has had have would will could can should did does do may might must
not to than it that if
""")
# What ends a name that stands behind its verb: "said Esper in Ohio".
AFTER_SOURCE_LOWER = listed("""
in on at during who when while after before as to by via through using about over last late early
this tuesday wednesday thursday friday saturday sunday monday today yesterday referring speaking
adding and but because
""")
# Of the weak ones, those whose subject may stand behind them: "replied Esper".
CUES_TURNING_LOWER = listed("""
continued continues replied replies responded responds repeated reads agreed agrees answered
shouted yelled began joked went thought
""")
# Titles that alone do not show that a person follows: "Army Corps".
TITLES_OF_OFFICE_LOWER = listed("""
army navy air force u.s us uk house senate state defense justice treasury health republican
democratic gop american british french german russian chinese iranian israeli texas california
florida ohio kansas wisconsin kentucky vermont arizona illinois michigan pennsylvania
massachusetts york first fire police supreme corps marine marines joint staff district labor
energy commerce home interior finance education foreign
""")
# Stems of verbs with a particle that together are one word, in which the sense lies.
PHRASAL = frozenset({"rule out", "turn down"})


def _opposed(text: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    for line in text.replace(";", "\n").strip().splitlines():
        left, right = (
            {word.replace("_", " ") for word in side.split()} for side in line.split("|")
        )
        yield frozenset(left), frozenset(right)


# Opposites in news, each on one side of a bar to each on the other; verbs in the present.
OPPOSITES = tuple(
    _opposed("""
rise climb jump gain grow increase soar surge | fall drop decline decrease slide sink plunge tumble
gain win | lose; raise increase hike expand | cut lower reduce decrease shrink; up | down
higher | lower; highest | lowest; high | low; more | less fewer; most | least fewest; above | below
over | under; approve accept adopt back support endorse pass | reject refuse oppose veto block
confirm accept approve | rule_out turn_down; pass succeed | fail; agree | refuse decline disagree
confirm admit acknowledge concede say tell claim | deny; for | against; open reopen | close shut
convict guilty | acquit clear innocent; hire | fire dismiss sack; begin start | end stop finish
before | after; with | without; allow permit legalise legalize | ban forbid prohibit bar outlaw
legal lawful | illegal unlawful; join enter arrive | leave quit depart; buy | sell
include | exclude; true right | false wrong; safe | unsafe; likely | unlikely; able | unable
possible | impossible; armed | unarmed; live survive alive | die dead; better | worse; best | worst
strong stronger | weak weaker; faster | slower; earlier | later; uphold | overturn
arrest detain | release free
""")
)
