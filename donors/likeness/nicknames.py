"""Names that are one name: Bill is William, Pepe is José. One line is one name, its full form first."""

NAMES = """
abigail abby
albert al bert
alejandra ale alexandra sandra
alejandro alex alexander sandy
alfred alfredo fred fredo
andrew andy drew andres
anthony tony antonio tono
antonia toni
arthur art arturo
barbara barb barbie
benjamin ben benny
carlos charlie charles chuck carlitos
catherine cathy kate katie kathy katherine kathryn catalina
christina tina chris cristina christine
christopher topher
concepcion concha conchita
daniel dan danny dani
david dave davey
deborah deb debbie debra
dolores lola loli
donald don donnie
dorothy dot dottie
edward ed eddie ted eduardo lalo
elizabeth liz lizzie beth betty eliza isabel isabella bella
enrique quique henry hank harry
ernest ernie ernesto neto
eugene gene eugenio
frances fran francisca paca
francisco paco pancho frank francis franco frankie
gabriel gabe
gerald gerry jerry gerardo
gregory greg gregorio
guadalupe lupe lupita
guillermo memo william bill billy will willie liam
ignacio nacho
jacob jake jacobo
james jim jimmy jaime
janet jan
jennifer jen jenny
jessica jess jessie
jesus chuy
jonathan jon
john johnny jack
jose pepe joseph joe joey
josefa pepa josephine josie
juan juanito
joshua josh
kenneth ken kenny
kimberly kim
lawrence larry lorenzo
leonard leo len leonardo
louis lou luis lucho
magdalena magda madeleine
manuel manolo manny
margaret maggie meg peggy margarita rita
maria marie mary
matthew matt mateo
mercedes meche
michael mike mick miguel mikey
natalia natalie nat
nicholas nick nicolas nico
pamela pam
patricia pat patty trish paty
patrick paddy patricio
peter pete pedro
philip phil felipe
rafael rafa raphael
ramon moncho raymond ray
raul rauly
rebecca becky becca
richard rick dick rich ricardo ricky
robert bob bobby rob roberto beto robbie
ronald ron ronnie
rosario charo
samuel sam sammy
santiago santi
sarah sara sally
sergio checo
stephanie steph estefania
steven steve stephen esteban
susan sue susie susana suzanne
teresa tere theresa terry tess
theodore theo teodoro
thomas tom tommy tomas
timothy tim timoteo
valerie val valeria
victoria vicky viki
vincent vince vicente
walter walt
zachary zach
""".strip()

FULL_FORM = {short: names[0] for names in map(str.split, NAMES.splitlines()) for short in names}


def full_form(word: str) -> str:
    """Return the name that a word (folded) stands for."""
    return FULL_FORM.get(word, word)
