"""Made-up names of many origins, for patients and for the staff who write about them."""

GIVEN = {
    "F": (
        "Amara", "Beatriz", "Chidinma", "Dagny", "Eun-ji", "Fatima", "Gwendolyn", "Halina", "Ingrid",
        "Josephine", "Keziah", "Leocadia", "Mei-Ling", "Nadezhda", "Oluwaseun", "Pilar", "Quynh", "Rosário",
        "Saoirse", "Thi Hoa", "Ursula", "Vanessa", "Winona", "Xiomara", "Yasmin", "Zofia", "Anaïs",
        "Birgitta", "Cleopatra", "Delphine", "Esperanza", "Florence", "Guðrún", "Hortense", "Itzel",
        "Jacqueline", "Kanya", "Lakshmi", "Marguerite", "Noor",
    ),
    "M": (
        "Abdoulaye", "Bartholomew", "Cheng", "Dmitri", "Eamon", "Farid", "Giuseppe", "Haruto", "Ignacio",
        "Jarosław", "Kwabena", "Lucien", "Matthias", "Nnamdi", "Obadiah", "Percival", "Quentin", "Raúl",
        "Solomon", "Tevita", "Umar", "Vikram", "Wendell", "Xavier", "Yusuf", "Zbigniew", "Anselm", "Björn",
        "Cornelius", "Đức", "Ezekiel", "Fyodor", "Gideon", "Hamish", "Isidro", "Jean-Baptiste", "Kofi",
        "Leopold", "Manoj", "Nikolai",
    ),
}  # fmt: skip

FAMILY = (
    "Abernethy", "Achterberg", "Adebayo-Williams", "Agarwal", "Ahlqvist", "Al-Rashidi", "Anagnostopoulos",
    "Arriaga", "Bąkowski", "Barrientos", "Bello", "Birdsong", "Blackfeather", "Boateng", "Bonnefoy",
    "Brzeziński", "Castañeda", "Chakraborty", "Chang", "Cholewa", "D'Amico", "D'Souza", "de la Cruz",
    "Delgado-Peña", "Dimitrov", "Dlamini", "Doyle", "Ekström", "El-Masri", "Espinoza", "Fairweather",
    "Fernández", "Fitzgerald", "Fujimoto", "Garrity", "Gebremariam", "Goldfarb", "Gutiérrez", "Haastrup",
    "Hämäläinen", "Hawthorne", "Hernandez", "Hirsch", "Holloway", "Ibáñez", "Igwe", "Ivanova", "Jankowski",
    "Jefferson", "Jørgensen", "Kamara", "Kealoha", "Keita", "Khoury", "Kowalczyk", "Krishnamurthy",
    "Lafontaine", "Lê", "Lindholm", "Little Bear", "MacGillivray", "Mahlangu", "Marchetti", "Mbeki",
    "McAllister", "Mendelssohn", "Mihăilescu", "Montgomery-Featherstonehaugh", "Moreau", "Nakagawa",
    "Ndiaye", "Nguyễn", "Novák", "O'Callaghan", "O'Malley", "Ocampo", "Oduya", "Okonkwo-Adeleke", "Øverland",
    "Papadopoulou", "Pellegrini", "Petrossian", "Pokorný", "Quispe", "Rahman",
    "Ramanathapuram-Venkatasubramanian", "Rosenthal", "Saint-Exupère", "Sakamoto", "Sandoval",
    "Schwarzenbach", "Silva", "Sobczak", "St. Clair", "Tanaka", "Thibodeaux", "Torvald", "Tshabalala",
    "Ueda", "Vandenberg", "Vasquez", "Venkataraman", "Vu", "Wallace", "Whitehorse", "Wojciechowska", "Xiong",
    "Yamamoto", "Yilmaz", "Zamora", "Zelenko",
)  # fmt: skip

# Role under a note → who may have it on a given day.
STAFF = {
    "resident": ("Jonah Feldstein, MD", "Tamsin Rourke, DO", "Aditi Kulkarni, MD", "Marcel Boudreaux, DO"),
    "consultant": ("Edwin Farquhar, MD", "Noemi Castellan, MD", "Ravi Deshmukh, MD"),
    "radiologist": ("Petra Holzer, MD", "Stanley Oyelaran, MD", "Celeste Amador, DO"),
    "pathologist": ("Ulrich Baumann, MD", "Minh Anh Tran, MD"),
    "anesthesiologist": ("Corinne Ashby, MD", "Babak Tehrani, MD", "Lorna Pettigrew, MD"),
    "nurse": (
        "Marisol Vega, RN",
        "Patrick Dunleavy, RN",
        "Shonda Ellery, RN",
        "Grace Kim, RN",
        "Devi Nair, RN",
    ),
    "therapist": ("Lucia Ferrante, PT", "Desmond Achebe, PT"),
    "respiratory_therapist": ("Owen Bancroft, RRT", "Keiko Arai, RRT"),
    "dietitian": ("Hannah Sprague, RD", "Mateo Ibarra, RD"),
    "social_worker": ("Renata Pruitt, LCSW", "Calvin Moss, LSW"),
    "laboratory": ("Clinical laboratory",),
}

STREETS = (
    "Alder Lane", "Brickyard Road", "Canal Street", "Dogwood Court", "Elevator Alley", "Foundry Street",
    "Granary Road", "Heron Way", "Ironwood Drive", "Juniper Street", "Kiln Road", "Lockkeeper Lane",
    "Mulberry Street", "North Bluff Road",
)  # fmt: skip
TOWNS = (
    ("Harrow Lake", "44999"),
    ("Millrace", "44998"),
    ("Upper Towpath", "44997"),
    ("Saint Aldric", "44996"),
)
STATE = "OH"
