"""Closed lists of words that reading needs: abbreviations, titles, verbs of saying.

English in the main, with the commonest forms of Spanish, French, German, Portuguese and Italian.
All are compared as written here unless the name says ``lower``.
"""

from __future__ import annotations

__all__ = [
    "ABBREVIATIONS_INSIDE",
    "ABBREVIATIONS_MAYBE_LAST",
    "ABBREVIATIONS_OF_TIME",
    "CUES_ASKING_LOWER",
    "CUES_LOWER",
    "NUMBERED",
    "STARTERS",
    "TITLES",
    "ZONES",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A full stop after one of these never ends a sentence: a name or a number follows.
ABBREVIATIONS_INSIDE = _words("""
Mr Mrs Ms Mx Messrs Mmes Dr Drs Prof Profs Rev Revs Hon Fr Msgr Pres Supt Insp Atty Esq. Gen Gens
Brig Maj Col Lt Capt Cpt Cmdr Cmdre Comdr Sgt Cpl Pvt Pfc Spc Adm Adml Ens Rear Rep Reps Sen Sens
Gov Govs Amb Del Asst Assoc Det Dep Ald Treas Sec Secy vs v viz cf ca approx resp incl eg ie Sr.
Sra Srta Dra Dn Lic Ing Arq Ud Uds Mme Mlle MM Hr Hrn Fr. bzw bspw evtl ggf sog vgl z.B
""")
# These may: they do where a word follows that opens sentences.
ABBREVIATIONS_MAYBE_LAST = _words("""
St Ste Mt Mts Ft Pt Inc Corp Co Cos Ltd LLC Bros Jr Sr Ph.D PhD M.D Esq Dept Ave Blvd Rd Univ Assn
Gmbh GmbH Cie Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Ala Ariz Ark Calif Colo Conn Del
Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn Tenn Tex Va Vt
Wash Wis Wyo Ont Que EE UU JJ OO FF AA al lb lbs oz ft mph est
""")
ABBREVIATIONS_OF_TIME = _words("a.m p.m A.M P.M am pm etc usw")
# What follows "10 a.m." without ending the sentence.
ZONES = _words("""
EST EDT ET CST CDT CT MST MDT MT PST PDT PT GMT UTC BST CET CEST IST Eastern Central Pacific
Mountain Greenwich Local Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February
March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug
Sept Sep Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri Sat Sun
""")
# Abbreviations only where a number follows: "No. 5", and yet "He said no."
NUMBERED = _words("""
No no Nos nos Nr nr Núm núm Art art Fig fig Figs p pp pág S Ch ch Vol vol Ver Rs Abs Kap Sec sec
Para para Ex Rm Apt Ste Rte Hwy n° App
""")
# Words that open a sentence and hardly ever follow an abbreviation inside one.
STARTERS = _words("""
The This That These Those There Then Thus They Their He His She Her It Its We Our You Your I My A
An And But Or Nor So Yet If When While Where Whether Why What Who How Which After Although As At
Because Before Both By Despite During Each Even Every For From Further However In Indeed Instead
Last Later Many Meanwhile More Most Moreover Nearly Neither No None Not Nothing Now On Once One
Only Other Others Over Perhaps Since Some Still Such Though Through Today To Under Unlike Until
Upon With Within Without Yes Two Three Four Five Six Seven Eight Nine Ten About Above According
Across Again Also Another Any Anyone Between Did Do Does Earlier Either Everyone Few Here
Officials Police Asked Are Is Was Were Will Would Can Could Should Has Have Had Let Just Like El
La Los Las Un Una Y Pero Es En Se Su Él Ella Le Les Des Une Et Mais Il Elle Ils Dans Der Die Das
Ein Eine Und Aber Er Sie Wir Im Auf
""")

TITLES = _words("""
Mr Mrs Ms Mx Miss Dr Prof Professor Rev Reverend Hon Sir Dame Lord Lady Baroness Baron Gen General
Brig Brigadier Maj Major Col Colonel Lt Lieutenant Capt Captain Cmdr Commander Sgt Sergeant Cpl
Corporal Pvt Private Adm Admiral Rear Vice Deputy Assistant Associate Acting Former Ex Rep Reps
Representative Sen Sens Senator Senate House Gov Govs Governor Amb Ambassador Pres President
President-elect Chairman Chairwoman Chair Chairperson Speaker Secretary Undersecretary Minister
Prime Foreign Defense Defence Interior Finance Justice Health Education State Treasury Energy
Labor Commerce Home Attorney Solicitor District Judge Magistrate Chief Executive Officer CEO CFO
COO Director Manager Administrator Commissioner Superintendent Inspector Detective Sheriff Trooper
Constable Mayor Councilman Councilwoman Councillor Councilor Alderman Congressman Congresswoman
Lawmaker Assemblyman Assemblywoman Leader Majority Minority Whip Republican Democrat Democratic
GOP Conservative Labour Pope Cardinal Archbishop Bishop Father Sister Imam Rabbi Ayatollah Sheikh
King Queen Prince Princess Chancellor Premier Spokesman Spokeswoman Spokesperson Coach Principal
Army Navy Marine Marines Corps Air Force Joint Chiefs Staff Staffer Press Supreme First
Mayor-elect Fire Police Sr Sra Señor Señora Monsieur Madame Mme Herr Frau Don Doña Dra Presidente
Ministro Ministra Author Actor Actress Singer Rapper Analyst Economist Researcher Strategist
Senior U.S US UK American British French German Russian Chinese Iranian Israeli Iraqi Turkish
Ukrainian Canadian Australian Indian Japanese Korean Mexican Saudi Syrian Egyptian Italian Spanish
Polish Texas California Florida Ohio Kansas Wisconsin Kentucky Vermont Arizona Illinois Michigan
Pennsylvania Massachusetts York
""")

# Verbs of saying, in the forms that stand beside their subject.
CUES_LOWER = _words("""
said says say saying told tells tell telling added adds adding wrote writes write writing tweeted
tweets tweeting posted noted notes noting explained explains explaining insisted insists insisting
argued argues arguing claimed claims claiming stated states stating announced announces announcing
warned warns warning declared declares declaring continued continues acknowledged acknowledges
acknowledging admitted admits admitting alleged alleges alleging asserted asserts asserting
concluded concludes concluding confirmed confirms confirming conceded concedes denied denies
denying emphasized emphasizes emphasised emphasizing stressed stresses stressing observed observes
recalled recalls recounted replied replies responded responds responding remarked reported reports
reporting revealed reveals reiterated reiterates repeated suggested suggests suggesting testified
testifies vowed vows pledged predicted predicts promised urged urges complained contended contends
countered cautioned cautions joked quipped quoted boasted bragged begged commented declined
described disclosed elaborated estimated exclaimed hinted implored lamented maintained maintains
mused muttered opined pointed pleaded proclaimed protested ranted read reads reasoned rebuked
recommended relayed retorted scoffed shouted shot snapped speculated summarized texted threatened
thundered whispered yelled chanted charged charges agreed agrees answered believes believe thinks
thought felt feels hopes hoped blasted slammed criticized praised mocked attacked accused
condemned echoed interjected offered pressed proposed stipulated wondered concurred captioned dijo
dice afirmó afirma señaló señala declaró explicó aseguró indicó añadió agregó manifestó sostuvo
advirtió reiteró subrayó comentó destacó respondió precisó anunció déclaré dit affirmé expliqué
ajouté estimé assuré souligné précisé indiqué annoncé dénoncé lancé sagte sagt erklärte betonte
teilte kritisierte forderte warnte ergänzte meinte schrieb disse afirmou declarou explicou
acrescentou ressaltou detto dichiarato spiegato aggiunto affermato
""")
CUES_ASKING_LOWER = _words("""
asked asks asking inquired wondered questioned demanded demands pondered queried preguntó demandé
fragte perguntou chiesto
""")
